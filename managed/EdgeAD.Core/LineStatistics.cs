namespace EdgeAD.Core;

/// <summary>Counters as vision sensors show them. Every trigger ends up in exactly one of Ok, Ng, Unjudged.</summary>
public sealed class LineStatistics
{
    /// <summary>Parts that were announced by a believed trigger.</summary>
    public long Triggers;

    /// <summary>Parts judged good.</summary>
    public long Ok;

    /// <summary>Parts judged bad.</summary>
    public long Ng;

    /// <summary>Parts without a judgement: missed, late, camera faults, queue full, offline.</summary>
    public long Unjudged;

    /// <summary>Of these: the trigger came while the last part was not finished, the queue was full or the inspection offline.</summary>
    public long MissedTriggers;

    /// <summary>Of these: the picture was taken, the judgement was not there in time.</summary>
    public long LateJudgements;

    /// <summary>Of these: the camera refused or did not expose.</summary>
    public long CameraFaults;

    /// <summary>Of these: the exposure came too far from its planned moment.</summary>
    public long LateExposures;

    /// <summary>Trigger edges that turned out to be bounces or spikes.</summary>
    public long TriggerBounces;

    /// <summary>Input edges the driver had to drop.</summary>
    public long LostEdges;

    /// <summary>Parts whose reject decision came after they had reached the rejector.</summary>
    public long RejectsTooLate;

    /// <summary>Bad or unjudged parts since the last good one.</summary>
    public int ConsecutiveNg;

    /// <summary>Most parts that were in flight at once.</summary>
    public int QueueHighWater;

    /// <summary>Shortest time from exposure to decision in microseconds; 0 before the first.</summary>
    public long LatencyMin;

    /// <summary>Longest time from exposure to decision in microseconds.</summary>
    public long LatencyMax;

    /// <summary>Sum of these times.</summary>
    public long LatencySum;

    /// <summary>How many judgements <see cref="LatencySum"/> adds up.</summary>
    public long LatencyCount;

    /// <summary>The worst the exposure came after its planned moment, in microseconds.</summary>
    public long ExposureLateMax;

    /// <summary>Checksum of the settings.</summary>
    public uint SettingsChecksum;

    /// <summary>Mean time from exposure to decision in microseconds; 0 before the first.</summary>
    public long LatencyAverage
    {
        get { return LatencyCount == 0 ? 0 : LatencySum / LatencyCount; }
    }

    internal void AddLatency(long latency)
    {
        if (LatencyCount == 0 || latency < LatencyMin)
            LatencyMin = latency;
        if (latency > LatencyMax)
            LatencyMax = latency;
        LatencySum += latency;
        LatencyCount++;
    }
}
