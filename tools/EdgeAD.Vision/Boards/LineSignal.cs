namespace EdgeAD.Vision.Boards;

/// <summary>A signal between camera and line controller; its number is the one of EdgeAD.Native's <c>LineCalls</c>.</summary>
/// <param name="Number">0..12.</param>
/// <param name="Name">Name in documents and board files.</param>
/// <param name="IsInput">From the line to the camera.</param>
public sealed record LineSignal(int Number, string Name, bool IsInput)
{
    /// <summary>All signals, by number.</summary>
    public static IReadOnlyList<LineSignal> All { get; } =
    [
        new(0, "TRIG", true), new(1, "RESET", true), new(2, "ACK", true), new(3, "ENC_A", true), new(4, "ENC_B", true),
        new(5, "READY", false), new(6, "BUSY", false), new(7, "OK", false), new(8, "NG", false), new(9, "STO", false),
        new(10, "ERR", false), new(11, "RUN", false), new(12, "REJECT", false),
    ];
}
