using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Evaluation;

namespace EdgeAD.ModelPacker.Simulation;

/// <summary>A simulated run in words, and the judgement whether the line can be trusted.</summary>
internal static class SimulationText
{
    /// <summary>Lines of name, figure and remark.</summary>
    public static IEnumerable<(string Name, string Value, string Remark)> Facts(SimulationResult r)
    {
        yield return ("parts", $"{r.Parts}", $"{r.Good} good, {r.Bad} bad, {Number(r.RatePerMinute)} per minute, {Number(r.LineSeconds)} s on the line");
        yield return ("decisions", $"{r.DecidedGood + r.DecidedBad}", $"{r.DecidedGood} good, {r.DecidedBad} bad; {r.Unjudged} without a verdict in time");
        yield return ("rejected at the pin", $"{r.Rejected}", $"{r.FalseRejects} of them good (false rejects)");
        yield return ("escapes", $"{r.Escapes}", $"of {r.Bad} bad parts; {r.PassedInSilence} against the inspection's own decision");
        yield return ("unlike the model", $"{r.DecisionsUnlikeModel}", "scores and verdicts compared bit for bit with edgead score");
        yield return ("reject timing error", r.RejectTimingErrorMaxUs is { } worst ? $"{worst} us" : "n/a", $"worst of {r.OwnPulses} pulses that start on their own");
        yield return ("exposure to decision", $"{Number(r.DecisionMeanMs)} ms", $"worst {Number(r.DecisionMaxMs)} ms, virtual time");
        yield return ("drift", r.Drift is { } drift ? Number(drift) : "n/a", $"standard deviations from training after the last part; light or focus has moved above {Number(EvaluationRemarks.DriftLimit)}");
        yield return ("highest rate", Number(r.MaxRatePerMinute), "parts per minute that still all get a verdict");
    }

    public static void Say(VerbRun run, SimulationResult result)
    {
        var table = new TextTable("", "", "") { AlignLeft = true };
        foreach ((string name, string value, string remark) in Facts(result))
            table.Add(name, value, remark);
        run.Say(table);
        if (result.Unjudged > 0)
        {
            run.Warn($"{result.Unjudged} parts came too fast for a verdict and were treated as bad; at most about "
                + $"{Number(result.MaxRatePerMinute)} parts per minute get one");
        }
    }

    /// <summary>A line whose pin does not do what the model says is an error, however good the model.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.SimulationFailed"/>.</exception>
    public static void Require(SimulationResult result)
    {
        if (result.PassedInSilence > 0 || result.DecisionsUnlikeModel > 0)
        {
            throw new EdgeAdException(ErrorCode.SimulationFailed,
                $"{result.PassedInSilence} parts passed in silence and {result.DecisionsUnlikeModel} decisions differ from the model's",
                "Please report it with the model and the seed");
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
