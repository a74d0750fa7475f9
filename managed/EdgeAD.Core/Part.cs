namespace EdgeAD.Core;

/// <summary>A part between trigger and rejector. Lives in one slot of <see cref="PartFifo"/> and is used again and again.</summary>
internal sealed class Part
{
    /// <summary>Slot in the queue and in <see cref="IPulseTimer"/>.</summary>
    internal readonly int Slot;

    /// <summary>Number of the part since start, from 1.</summary>
    internal long Number;

    /// <summary>Time of the trigger edge.</summary>
    internal long TriggeredAt;

    /// <summary>Time of exposure: as planned until the camera has reported it.</summary>
    internal long ExposedAt;

    /// <summary>When or where the part stands at the rejector: its exposure + <see cref="LineSettings.OutputDelay"/>, in the unit of the delay domain.</summary>
    internal long Due;

    /// <summary>What is known about it.</summary>
    internal PartState State;

    /// <summary>True while <see cref="IPulseTimer"/> holds a window for it.</summary>
    internal bool Armed;

    /// <summary>Start of that window.</summary>
    internal long On;

    /// <summary>End of that window.</summary>
    internal long Off;

    /// <summary>True once a decision was found to come after the part had reached the rejector.</summary>
    internal bool TooLate;

    internal Part(int slot)
    {
        Slot = slot;
    }
}
