using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Shims;
using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Simulation;

/// <summary>A run of the simulated factory in words.</summary>
internal static class FactoryText
{
    /// <summary>Writes the report.</summary>
    public static void Say(VerbRun run, FactoryOptions options, FactoryReport report)
    {
        var table = new TextTable("", "", "") { AlignLeft = true };
        foreach ((string name, string value, string remark) in Facts(options, report))
            table.Add(name, value, remark);
        run.Say(table);
    }

    /// <summary>A bad part that passes in silence is an error, whatever went wrong before it.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.SimulationFailed"/>.</exception>
    public static void Require(FactoryOptions options, FactoryReport report)
    {
        if (!report.Proved)
        {
            throw new EdgeAdException(ErrorCode.SimulationFailed,
                string.Join("; ", report.Wrong),
                options.Sabotage == Sabotage.None ? "Please report it with the command line" : $"That is what --sabotage {options.Sabotage} is for");
        }
    }

    private static IEnumerable<(string Name, string Value, string Remark)> Facts(FactoryOptions options, FactoryReport r)
    {
        yield return ("parts", N(r.Parts), $"{N(r.Bad)} bad; {options.Rate} per second, {r.Seconds.ToString("0", CultureInfo.InvariantCulture)} s on the line, energised REJECT {(options.Polarity == Core.Polarity.EnergiseToPass ? "lets pass" : "removes")}, delays in {(options.Domain == Core.DelayDomain.Encoder ? "counts" : "time")}");
        yield return ("bad parts rejected", N(r.BadRejected), "the rejector removed them from 1 ms after their due time on");
        yield return ("bad parts announced", N(r.BadTold), "passed while something that can lose parts had gone wrong, and ERR was on between their arrival and their due time");
        yield return ("reject cut short", N(r.BadCut), "pulse begun in time, then the power failed: REJECT fell and ERR rose at one moment");
        yield return ("bad parts never seen", N(r.BadNeverSeen), "passed because the trigger sensor missed them; must be 0 with --polarity pass");
        yield return ("silent escapes", N(r.SilentEscapes), "must be 0");
        yield return ("escapes without a cause", N(r.UnexcusedEscapes), "with ERR or without; must be 0");
        yield return ("good parts removed", N(r.GoodRemoved), $"by faults and policies; {N(r.GoodRemovedWithoutCause)} without a cause, must be 0");
        yield return ("pulses measured", N(r.Pulses), $"of {(r.EnergiseToPass ? "good" : "bad")} parts that nothing has touched; {N(r.PulsesOff)} off by more than 1 ms, must be 0");
        yield return ("worst edge", $"{N(r.WorstPulse)} us", "of a measured pulse, begin or end, from its moment");
        yield return ("ERR", N(r.Errors), $"times raised, {N(r.ErrorsCleared)} times cleared by RESET; {N(r.ErrorsGoneByThemselves)} times gone by itself, must be 0; the camera started {r.Starts} times");
        yield return ("rows of bad parts", N(r.Stops), $"as long as ConsecutiveNgStop ({options.NgStop}); {N(r.StopsMissed)} without ERR, must be 0");
        yield return ("memory", $"{N(r.MemoryLate - r.MemoryEarly)} bytes", $"more live at the end ({N(r.MemoryLate)}) than after a tenth of the parts");
        yield return ("digest", r.Digest.ToString("x16", CultureInfo.InvariantCulture), "of all edges of REJECT and ERR and the fate of every part; the same seed gives the same");
        foreach (var (name, count) in r.Injected)
            yield return ("injected", N(count), name);
    }

    private static string N(long value) => value.ToString(CultureInfo.InvariantCulture);
}
