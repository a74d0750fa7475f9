namespace EdgeAD.Vision;

/// <summary>An error the user can act on: what went wrong, where, and what to do next.</summary>
/// <remarks>Tools print one line, <c>error E1102: message. hint</c>, and exit with the group's exit code (see <see cref="ErrorCode"/>).</remarks>
public sealed class EdgeAdException(ErrorCode code, string message, string? hint = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Stable code of the error.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>The next useful action, or null.</summary>
    public string? Hint { get; } = hint;
}
