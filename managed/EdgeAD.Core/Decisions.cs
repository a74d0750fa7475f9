namespace EdgeAD.Core;

/// <summary>What happens once it is known what becomes of a part: the counters, the rejector, the event, ERR.</summary>
internal sealed class Decisions
{
    private readonly LineSettings settings;
    private readonly LineStatistics statistics;
    private readonly RejectGate gate;
    private readonly FaultLatch latch;
    private readonly Journal journal;

    internal Decisions(LineSettings settings, LineStatistics statistics, RejectGate gate, FaultLatch latch, Journal journal)
    {
        this.settings = settings;
        this.statistics = statistics;
        this.gate = gate;
        this.latch = latch;
        this.journal = journal;
    }

    /// <summary>A part was judged.</summary>
    internal void Judged(Part part, bool good, float score, float threshold, long here, long now)
    {
        if (good)
            statistics.Ok++;
        else
            statistics.Ng++;

        Decide(part, !good, here, now);
        journal.NoteJudged(good ? EventKind.Ok : EventKind.Ng, part, score, threshold, now);
        CountNg(good, now);
    }

    /// <summary>A later picture of a part that had been found good shows that it is not.</summary>
    internal void Overruled(Part part, float score, float threshold, long here, long now)
    {
        if (part.State == PartState.Passed)
        {
            statistics.Ok--;
            statistics.Ng++;
            CountNg(false, now);
        }

        Decide(part, true, here, now);
        journal.NoteJudged(EventKind.Ng, part, score, threshold, now);
    }

    /// <summary>A picture that shows no part of its own.</summary>
    internal void Nothing(Part part, long here, long now)
    {
        part.State = PartState.Nothing;
        if (!gate.Changed(part, here))
            TooLate(part, now);
    }

    /// <summary>A part that nobody judged.</summary>
    internal void Unjudged(Part part, Fault fault, UnjudgedPolicy policy, long here, long now)
    {
        statistics.Unjudged++;
        Decide(part, policy == UnjudgedPolicy.Reject, here, now);
        latch.Latch(fault);
        journal.NoteUnjudged(part, fault, now);
        CountNg(false, now);
    }

    /// <summary>A part that finds no place in the queue: its reject cannot be timed, so all that can be done is to say so.</summary>
    internal void Untracked(long number, long triggeredAt, long exposeAt, long now)
    {
        statistics.MissedTriggers++;
        statistics.Unjudged++;
        latch.Latch(Fault.FifoFull);
        journal.NoteUntracked(number, triggeredAt, exposeAt, settings.Polarity == Polarity.EnergiseToPass, now);
        CountNg(false, now);
    }

    /// <summary>The part stood at the rejector before its decision had its full effect.</summary>
    internal void TooLate(Part part, long now)
    {
        if (part.TooLate)
            return;

        part.TooLate = true;
        statistics.RejectsTooLate++;
        Raise(Fault.RejectTooLate, now);
    }

    /// <summary>A fault that belongs to no single part.</summary>
    internal void Raise(Fault fault, long now)
    {
        latch.Latch(fault);
        journal.Note(EventKind.FaultRaised, fault, now);
    }

    private void Decide(Part part, bool reject, long here, long now)
    {
        part.State = reject ? PartState.Rejected : PartState.Passed;
        if (!gate.Changed(part, here))
            TooLate(part, now);
    }

    private void CountNg(bool good, long now)
    {
        statistics.ConsecutiveNg = good ? 0 : statistics.ConsecutiveNg + 1;
        if (settings.ConsecutiveNgStop > 0 && statistics.ConsecutiveNg == settings.ConsecutiveNgStop)
            Raise(Fault.ConsecutiveNg, now);
    }
}
