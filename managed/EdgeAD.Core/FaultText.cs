namespace EdgeAD.Core;

/// <summary>Words for faults.</summary>
public static class FaultText
{
    /// <summary>A short English text for a single fault.</summary>
    public static string Of(Fault fault)
    {
        switch (fault)
        {
            case Fault.None: return "no fault";
            case Fault.MissedTrigger: return "missed trigger: a part came before the last one was finished";
            case Fault.LateJudgement: return "late judgement: no verdict within the judgement timeout";
            case Fault.Camera: return "camera: no exposure";
            case Fault.FifoFull: return "part queue full: more parts in flight than FifoDepth";
            case Fault.AcknowledgeMissing: return "no acknowledgement from the controller";
            case Fault.ConsecutiveNg: return "too many bad parts in a row";
            case Fault.Offline: return "trigger while offline";
            case Fault.LostEdges: return "input edges lost";
            case Fault.RejectTooLate: return "reject decision after the part had reached the rejector";
            case Fault.LateExposure: return "late exposure: the picture may show another part";
            case Fault.Restarted: return "restarted: parts in flight are not tracked any more";
            case Fault.Encoder: return "encoder stands still with parts on their way";
            case Fault.Model: return "no valid model";
            case Fault.Storage: return "flash: settings or events not written";
            default: return "several faults";
        }
    }
}
