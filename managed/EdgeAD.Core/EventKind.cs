namespace EdgeAD.Core;

/// <summary>Kinds of events. The numbers are part of the event log's format.</summary>
public enum EventKind
{
    /// <summary>The inspection went online.</summary>
    Online = 1,

    /// <summary>The inspection went offline.</summary>
    Offline = 2,

    /// <summary>A part was judged good.</summary>
    Ok = 3,

    /// <summary>A part was judged bad.</summary>
    Ng = 4,

    /// <summary>A part could not be judged in time; <see cref="LineEvent.Fault"/> says why, <see cref="LineEvent.Rejected"/> what became of it.</summary>
    Unjudged = 5,

    /// <summary>A fault that belongs to no single part was raised.</summary>
    FaultRaised = 6,

    /// <summary>RESET cleared the fault latch; <see cref="LineEvent.Fault"/> holds what had been latched.</summary>
    FaultsCleared = 7,
}
