using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>Brings together what the inspection decided and what the pins did, part by part.</summary>
internal sealed class OutcomeCollector
{
    private readonly LineOptions options;
    private readonly SimulatedPart[] parts;
    private readonly long[] arrivals;
    private readonly long[] exposures;
    private readonly LineEvent?[] decisions;
    private readonly List<LineEvent> events = [];
    private readonly SimulatedBelt? belt;
    private long next = 1;

    internal OutcomeCollector(LineOptions options, SimulatedPart[] parts, SimulatedBelt? belt = null)
    {
        this.options = options;
        this.belt = belt;
        this.parts = parts;
        arrivals = Array.ConvertAll(parts, part => part.Arrival);
        exposures = Array.ConvertAll(parts, part => part.Arrival + options.Settings.TriggerDelay);
        decisions = new LineEvent?[parts.Length];
    }

    internal IReadOnlyList<LineEvent> Events => events;

    /// <summary>Index of the part that reached the sensor nearest to a time, or -1 when there are no parts.</summary>
    internal int Nearest(long time)
    {
        int index = Array.BinarySearch(arrivals, time);
        if (index >= 0)
            return index;

        index = ~index;
        if (index == arrivals.Length)
            return index - 1;
        return index > 0 && time - arrivals[index - 1] < arrivals[index] - time ? index - 1 : index;
    }

    internal void Exposed(int part, long time) => exposures[part] = time;

    /// <summary>Reads the new events of the log.</summary>
    internal void Read(EventLog log)
    {
        if (log.Oldest > next)
            throw new InvalidOperationException($"Events {next} to {log.Oldest - 1} were overwritten before the simulation read them: raise LogCapacity.");

        for (; next < log.Next; next++)
        {
            var copy = new LineEvent();
            log.TryRead(next, copy);
            if (copy.Part > 0)
                decisions[Nearest(copy.TriggeredAt)] = copy;
            if (options.RecordAll)
                events.Add(copy);
        }
    }

    /// <summary>The outcomes, once all edges are known.</summary>
    internal PartOutcome[] Finish(IReadOnlyList<Edge> edges)
    {
        var reject = new SignalHistory(edges, SignalNames.Reject);
        var error = new SignalHistory(edges, SignalNames.Error);
        bool energisedRejects = options.Settings.Polarity == Polarity.EnergiseToReject;
        var outcomes = new PartOutcome[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            var decision = decisions[i];
            // A part with a trigger stands at the rejector when it does, whenever its picture was taken.
            long due = Due(options.Settings.TriggerMode == TriggerMode.External ? parts[i].Arrival + options.Settings.TriggerDelay : exposures[i]);
            bool energised = reject.At(due + options.Tolerance, out long from, out long to);
            outcomes[i] = new PartOutcome(
                parts[i], decision?.Kind, decision?.Fault ?? Fault.None, decision?.Score ?? 0, decision?.Threshold ?? 0,
                decision?.Latency ?? 0, due, energised == energisedRejects, energised ? from : -1, energised ? to : -1,
                WasOn(error, parts[i].Arrival, due));
        }

        return outcomes;
    }

    private long Due(long exposure)
    {
        long delay = options.Settings.OutputDelay;
        return options.Settings.DelayDomain == DelayDomain.Time || belt is null
            ? exposure + delay
            : belt.TimeOf(belt.PlaceAt(exposure) + delay * 1_000_000);
    }

    private static bool WasOn(SignalHistory signal, long from, long to) => signal.At(to, out long since, out _) || since >= from;
}
