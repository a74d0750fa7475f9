namespace EdgeAD.Core;

/// <summary>Signals from the line to the camera. The numbers are what <see cref="ILineInputs.TryTakeEdge"/> reports.</summary>
public enum LineInput
{
    /// <summary>A part is in position.</summary>
    Trigger = 0,

    /// <summary>Clear the fault latch.</summary>
    Reset = 1,

    /// <summary>The controller has read the result (handshake <see cref="Handshake.Acknowledge"/>).</summary>
    Acknowledge = 2,
}
