namespace EdgeAD.Device;

/// <summary>An answer of more than one line, made as fast as the port takes it.</summary>
internal interface IReply
{
    /// <summary>Makes the next piece, a whole number of lines.</summary>
    /// <param name="text">Receives it; empty, with room for 512 bytes. It may stay empty while something is awaited.</param>
    /// <returns>False when the answer is complete; what the text holds then is its end.</returns>
    bool Next(TextBuffer text);
}
