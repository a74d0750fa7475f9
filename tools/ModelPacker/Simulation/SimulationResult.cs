using System.Text.Json.Serialization;
using EdgeAD.Shims;

namespace EdgeAD.ModelPacker.Simulation;

/// <summary>What came of a simulated run. In JSON the keys stand in this order, in snake_case.</summary>
internal sealed record SimulationResult
{
    /// <summary>Parts that passed the sensor.</summary>
    public required int Parts { get; init; }

    /// <summary>Good parts among them.</summary>
    public required int Good { get; init; }

    /// <summary>Bad parts among them.</summary>
    public required int Bad { get; init; }

    /// <summary>Parts per minute at the sensor.</summary>
    public required double RatePerMinute { get; init; }

    /// <summary>Parts the inspection found good.</summary>
    public required long DecidedGood { get; init; }

    /// <summary>Parts the inspection found bad.</summary>
    public required long DecidedBad { get; init; }

    /// <summary>Parts without a verdict in time; the line's policy rejects them.</summary>
    public required long Unjudged { get; init; }

    /// <summary>Parts that the reject pin took off the belt.</summary>
    public required int Rejected { get; init; }

    /// <summary>Bad parts that stayed on the belt.</summary>
    public required int Escapes { get; init; }

    /// <summary>Good parts that were taken off.</summary>
    public required int FalseRejects { get; init; }

    /// <summary>Parts that should have gone by the inspection's own decision, stayed, and no error pin told the line. Must be 0.</summary>
    public required int PassedInSilence { get; init; }

    /// <summary>Decisions that differ from what the model says about the same picture. Must be 0.</summary>
    public required int DecisionsUnlikeModel { get; init; }

    /// <summary>Reject pulses that began at their own part's due time; others continue the pulse of the part before.</summary>
    public required int OwnPulses { get; init; }

    /// <summary>Worst distance of such a pulse's start from its due time, microseconds; null without pulses.</summary>
    public required long? RejectTimingErrorMaxUs { get; init; }

    /// <summary>Mean distance, microseconds; null without pulses.</summary>
    public required double? RejectTimingErrorMeanUs { get; init; }

    /// <summary>Most parts per minute at which every part still gets a verdict: exposure, readout and judgement one after another.</summary>
    public required double MaxRatePerMinute { get; init; }

    /// <summary>Virtual milliseconds from exposure to decision, mean.</summary>
    public required double DecisionMeanMs { get; init; }

    /// <summary>Virtual milliseconds from exposure to decision, worst.</summary>
    public required double DecisionMaxMs { get; init; }

    /// <summary>Drift figure after the last part, in standard deviations; null when the model does not watch its line.</summary>
    public required double? Drift { get; init; }

    /// <summary>Virtual seconds the line ran.</summary>
    public required double LineSeconds { get; init; }

    /// <summary>Wall-clock seconds of the simulation.</summary>
    public required double Seconds { get; init; }

    /// <summary>The line's own record.</summary>
    [JsonIgnore]
    public LineReport? Report { get; init; }
}
