using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>What became of one part.</summary>
/// <param name="Part">The part, with the fault that it had.</param>
/// <param name="Decision">What the inspection said; null when it never noticed the part.</param>
/// <param name="Fault">Fault that the decision came with.</param>
/// <param name="Score">Score that was judged; 0 without judgement.</param>
/// <param name="Threshold">Threshold that was applied; 0 without judgement.</param>
/// <param name="Latency">Microseconds from exposure to decision; 0 when the part was never noticed.</param>
/// <param name="Due">When the part stood at the rejector: its exposure (as it should have been, when there was none) + OutputDelay.</param>
/// <param name="Rejected">What the REJECT pin did to it: the truth of the line, not what the inspection thinks.</param>
/// <param name="EnergisedFrom">Rising edge of the REJECT pulse that covers the due time, or -1.</param>
/// <param name="EnergisedTo">Falling edge of that pulse, or -1.</param>
/// <param name="ErrorRaised">ERR was on at some time between the part's arrival and its due time.</param>
public sealed record PartOutcome(
    SimulatedPart Part, EventKind? Decision, Fault Fault, float Score, float Threshold, long Latency, long Due, bool Rejected,
    long EnergisedFrom, long EnergisedTo, bool ErrorRaised)
{
    /// <summary>True for a part that the inspection judged bad or did not judge.</summary>
    public bool MustGo => Decision != EventKind.Ok;

    /// <summary>A bad part that stayed on the belt.</summary>
    public bool Escaped => !Part.IsGood && !Rejected;

    /// <summary>A good part that was taken off the belt.</summary>
    public bool FalselyRejected => Part.IsGood && Rejected;

    /// <summary>A part that was not found good, stayed on the belt, and no ERR told the line.</summary>
    public bool PassedInSilence => MustGo && !Rejected && !ErrorRaised;
}
