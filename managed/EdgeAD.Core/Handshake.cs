namespace EdgeAD.Core;

/// <summary>How a result is handed to the controller.</summary>
public enum Handshake
{
    /// <summary>OK and NG are levels; STO stays off.</summary>
    None = 0,

    /// <summary>STO is on for <see cref="LineSettings.StrobeWidth"/>.</summary>
    Strobe = 1,

    /// <summary>STO stays on until the controller raises ACK, and the cycle ends when it lowers ACK again.</summary>
    Acknowledge = 2,
}
