using EdgeAD.Core;
using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>
/// Watches the wires, and says of every part whether it was treated as it deserves. Knows what went wrong in the plant, and nothing of what the camera
/// thinks.
/// </summary>
internal sealed class FactoryChecker
{
    private const long Memory = 3_000_000;

    private readonly VirtualClock clock;
    private readonly FactoryCauses causes;
    private readonly SignalTrack reject = new();
    private readonly SignalTrack error = new();
    private readonly LatchChecker latch;
    private readonly StopChecker stop;
    private readonly bool energisedRejects;
    private readonly long tolerance;
    private readonly long pulse;
    private ulong digest = 14695981039346656037;
    private long parts, bad, badRejected, badTold, badCut, badNeverSeen, silent, unexcused, goodRemoved, uncaused, pulses, unpunctual, worst, errors;

    internal FactoryChecker(VirtualClock clock, LinePins pins, FactoryCauses causes, Polarity polarity, long tolerance, long pulse, int ngStop)
    {
        this.clock = clock;
        this.causes = causes;
        energisedRejects = polarity == Polarity.EnergiseToReject;
        this.tolerance = tolerance;
        this.pulse = pulse;
        latch = new LatchChecker(clock);
        stop = new StopChecker(error, ngStop);
        error.Set(0, pins.IsOn(BoardSignal.Error));
        pins.Changed += Note;
    }

    /// <summary>RESET was pressed and the camera has power.</summary>
    internal void ResetPressed()
    {
        latch.Pressed();
        stop.Pressed(clock.Now);
    }

    /// <summary>The camera has lost its power or is restarted: a RESET that it had not yet read is gone.</summary>
    internal void Down() => latch.Down();

    /// <summary>A part has left the rejector behind.</summary>
    internal void Passed(FactoryPart part)
    {
        parts++;
        bool touched = causes.Touched(part, part.Due + pulse);
        bool removed = Removed(part.Due);
        bool told = error.WasOn(part.Arrival, part.Due);
        Mix((ulong)part.Number * 4 + (removed ? 2ul : 0) + (told ? 1ul : 0));
        if (part.Good)
            JudgeGood(part, touched);
        else
            JudgeBad(part, removed, told);
        if (!touched && part.Good != energisedRejects)
            Measure(part);
        stop.Passed(part, touched);

        reject.Forget(part.Due - Memory);
        error.Forget(part.Due - Memory);
        stop.Forget(part.Due - Memory);
        causes.Forget(part.Arrival - Memory);
    }

    internal FactoryReport Report(IReadOnlyDictionary<string, long> injected, int starts, long early, long late) => new()
    {
        Parts = parts, Bad = bad, BadRejected = badRejected, BadTold = badTold, BadCut = badCut, BadNeverSeen = badNeverSeen, SilentEscapes = silent,
        UnexcusedEscapes = unexcused, GoodRemoved = goodRemoved, GoodRemovedWithoutCause = uncaused, Pulses = pulses, PulsesOff = unpunctual, WorstPulse = worst,
        Errors = errors, ErrorsCleared = latch.Cleared, ErrorsGoneByThemselves = latch.Gone, Stops = stop.Stops, StopsMissed = stop.Missed, Starts = starts,
        Injected = injected, Seconds = clock.Now / 1e6, MemoryEarly = early, MemoryLate = late, Digest = digest, EnergiseToPass = !energisedRejects,
    };

    private void JudgeBad(FactoryPart part, bool removed, bool told)
    {
        bad++;
        bool excused = causes.CanBeLost(part, part.Due + pulse);
        if (removed)
            badRejected++;
        else if (!excused)
            unexcused++;
        else if (told)
            badTold++;
        else if (CutShort(part))
            badCut++;
        else if (part.Fault == PartFault.LostTrigger)
            badNeverSeen++;
        else
            silent++;
    }

    /// <summary>A good part is left alone when the rejector is at rest while it stands there: off, or with energise-to-pass on.</summary>
    private void JudgeGood(FactoryPart part, bool touched)
    {
        long from = part.Due + tolerance;
        long to = part.Due + pulse - tolerance;
        bool alone = energisedRejects ? !reject.WasOn(from, to) : reject.At(from) && !Fell(from, to);
        if (alone)
            return;

        goodRemoved++;
        if (!touched)
            uncaused++;
    }

    /// <summary>Both edges of the pulse that belongs to this part: it begins with it and ends a pulse width later.</summary>
    private void Measure(FactoryPart part)
    {
        pulses++;
        long rise = reject.NearestEdge(true, part.Due, pulse / 2);
        long fall = reject.NearestEdge(false, part.Due + pulse, pulse / 2);
        long off = rise < 0 || fall < 0 ? pulse / 2 : Math.Max(Math.Abs(rise - part.Due), Math.Abs(fall - part.Due - pulse));
        worst = Math.Max(worst, off);
        if (off > tolerance)
            unpunctual++;
    }

    /// <summary>True when the pulse began in time and the power failed while the part stood at the rejector: REJECT fell and ERR rose at one moment.</summary>
    private bool CutShort(FactoryPart part)
    {
        long fell = reject.NearestEdge(false, part.Due + pulse / 2, pulse / 2);
        return energisedRejects && fell >= 0 && reject.NearestEdge(true, part.Due, tolerance) >= 0 && error.NearestEdge(true, fell, 0) == fell;
    }

    /// <summary>True when the rejector removes what stands there, from 1 ms after its due time until it is gone.</summary>
    private bool Removed(long due)
    {
        long from = due + tolerance;
        long to = due + pulse - tolerance;
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

        if (signal == BoardSignal.Error)
        {
            latch.Note(on);
            errors += on ? 1 : 0;
        }

        Mix((ulong)clock.Now * 4 + (signal == BoardSignal.Error ? 2ul : 0) + (on ? 1ul : 0));
    }

    private void Mix(ulong value)
    {
        for (int shift = 0; shift < 64; shift += 8)
            digest = (digest ^ ((value >> shift) & 255)) * 1099511628211;
    }
}
