using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>Watches the wires, and says of every part whether it was treated as it deserves. Knows nothing of what the camera thinks.</summary>
internal sealed class FactoryChecker
{
    private const long Memory = 3_000_000;

    private readonly VirtualClock clock;
    private readonly SignalTrack reject = new();
    private readonly SignalTrack error = new();
    private readonly bool energisedRejects;
    private readonly long tolerance;
    private readonly long pulse;
    private ulong digest = 14695981039346656037;
    private long parts, bad, badRejected, badTold, badCut, badNeverSeen, silent, goodRemoved, pulses, worst, errors;

    internal FactoryChecker(VirtualClock clock, LinePins pins, bool energisedRejects, long tolerance, long pulse)
    {
        this.clock = clock;
        this.energisedRejects = energisedRejects;
        this.tolerance = tolerance;
        this.pulse = pulse;
        error.Set(0, pins.IsOn(BoardSignal.Error));
        pins.Changed += Note;
    }

    /// <summary>A part has left the rejector behind.</summary>
    internal void Passed(FactoryPart part)
    {
        parts++;
        bool removed = Removed(part.Due + tolerance);
        bool told = error.WasOn(part.Arrival, part.Due);
        Mix((ulong)part.Number * 4 + (removed ? 2ul : 0) + (told ? 1ul : 0));
        if (part.Good)
            goodRemoved += removed ? 1 : 0;
        else
            Judge(part, removed, told);

        reject.Forget(part.Due - Memory);
        error.Forget(part.Due - Memory);
    }

    internal FactoryReport Report(IReadOnlyDictionary<string, long> injected, int starts, long early, long late) => new()
    {
        Parts = parts, Bad = bad, BadRejected = badRejected, BadTold = badTold, BadCut = badCut, BadNeverSeen = badNeverSeen, SilentEscapes = silent,
        GoodRemoved = goodRemoved, Pulses = pulses, WorstPulse = worst, Errors = errors, Starts = starts, Injected = injected,
        Seconds = clock.Now / 1e6, MemoryEarly = early, MemoryLate = late, Digest = digest,
    };

    private void Judge(FactoryPart part, bool removed, bool told)
    {
        bad++;
        if (removed)
            badRejected++;
        else if (told)
            badTold++;
        else if (CutShort(part))
            badCut++;
        else if (part.Fault == PartFault.LostTrigger)
            badNeverSeen++;
        else
            silent++;

        if (!removed || told || !energisedRejects)
            return;

        long edge = reject.NearestEdge(true, part.Due, pulse / 2);
        if (edge < 0)
            return; // the pulse of the part before goes on

        pulses++;
        worst = Math.Max(worst, Math.Abs(edge - part.Due));
    }

    /// <summary>True when the pulse began in time and the power failed while the part stood at the rejector: ERR rose with it.</summary>
    private bool CutShort(FactoryPart part) =>
        energisedRejects && reject.NearestEdge(true, part.Due, tolerance) >= 0 && error.WasOn(part.Due, part.Due + pulse);

    /// <summary>True when the rejector removes what stands there, all the time until the part is gone.</summary>
    private bool Removed(long from)
    {
        long to = from + pulse - 2 * tolerance;
        return energisedRejects ? reject.At(from) && !Fell(from, to) : !reject.WasOn(from, to);
    }

    private bool Fell(long from, long to) => reject.NearestEdge(false, (from + to) / 2, (to - from) / 2) >= 0;

    private void Note(int signal, bool on)
    {
        if (signal == BoardSignal.Reject)
            reject.Set(clock.Now, on);
        else if (signal == BoardSignal.Error)
            error.Set(clock.Now, on);
        else
            return;

        if (signal == BoardSignal.Error && on)
            errors++;
        Mix((ulong)clock.Now * 4 + (signal == BoardSignal.Error ? 2ul : 0) + (on ? 1ul : 0));
    }

    private void Mix(ulong value)
    {
        for (int shift = 0; shift < 64; shift += 8)
            digest = (digest ^ ((value >> shift) & 255)) * 1099511628211;
    }
}
