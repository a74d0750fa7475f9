namespace EdgeAD.Core;

/// <summary>Reasons of ERR. Each is one bit, so that several can be latched together; the numbers are part of the event log's format.</summary>
public enum Fault
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>A trigger came while the last part was not finished.</summary>
    MissedTrigger = 1,

    /// <summary>The judgement was not there in time.</summary>
    LateJudgement = 2,

    /// <summary>The camera did not expose or refused the order.</summary>
    Camera = 4,

    /// <summary>More parts between camera and rejector than <see cref="LineSettings.FifoDepth"/>: this one is not tracked.</summary>
    FifoFull = 8,

    /// <summary>The controller did not acknowledge a result.</summary>
    AcknowledgeMissing = 16,

    /// <summary>Too many bad parts in a row.</summary>
    ConsecutiveNg = 32,

    /// <summary>A trigger came while the inspection was offline.</summary>
    Offline = 64,

    /// <summary>Input edges were lost: a trigger may be among them.</summary>
    LostEdges = 128,

    /// <summary>The reject decision came after the part had reached the rejector.</summary>
    RejectTooLate = 256,

    /// <summary>The exposure came too far from its planned moment: the picture may show another part.</summary>
    LateExposure = 512,

    /// <summary>The camera started anew while the line may have been running: parts in flight are not tracked any more.</summary>
    Restarted = 1024,

    /// <summary>The encoder stood still for <see cref="LineSettings.EncoderTimeout"/> with parts on their way.</summary>
    Encoder = 2048,

    /// <summary>No model runs: none is there, it was refused, or it failed its self-test.</summary>
    Model = 4096,

    /// <summary>Settings or events could not be written to flash.</summary>
    Storage = 8192,
}
