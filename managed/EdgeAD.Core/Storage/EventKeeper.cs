namespace EdgeAD.Core;

/// <summary>
/// Keeps events and totals across restarts, without wearing flash out: everything but OK decisions, as long as the budget lasts. The budget is
/// <see cref="Burst"/> records at once and one record per <see cref="Refill"/> in the long run; bad parts leave half of it to faults.
/// </summary>
/// <remarks>
/// One record per minute fills two sectors in two hours: 11 erasures of a sector per day, 100,000 in 24 years.
/// </remarks>
public sealed class EventKeeper
{
    /// <summary>Most records at once.</summary>
    public const int Burst = 128;

    /// <summary>Microseconds for which one more record may be written.</summary>
    public const long Refill = 60_000_000;

    /// <summary>Microseconds between two records of totals.</summary>
    public const long TotalsEvery = 600_000_000;

    private readonly RecordRing ring;
    private readonly EventLog log;
    private readonly LineStatistics statistics;
    private readonly LineEvent entry = new LineEvent();
    private readonly byte[] payload = new byte[RecordRing.PayloadBytes];
    private readonly Totals before = new Totals();
    private readonly Totals sum = new Totals();
    private long next = 1;
    private int budget = Burst;
    private long refilledAt;
    private long totalsAt;
    private long totalsTriggers = -1;

    /// <summary>Reads the totals of the runs before, and counts this start as one.</summary>
    public EventKeeper(IStorage storage, EventLog log, LineStatistics statistics)
    {
        ring = new RecordRing(storage);
        this.log = log;
        this.statistics = statistics;
        FindTotals();
        before.Starts++;
        log.Boot = (int)before.Starts;
        WriteTotals();
    }

    /// <summary>Events that were not kept because the budget was used up.</summary>
    public long Dropped { get; private set; }

    /// <summary>Writes to flash that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Counters since the camera was made, this run included.</summary>
    public void GetTotals(Totals totals)
    {
        totals.Starts = before.Starts;
        totals.Triggers = before.Triggers + statistics.Triggers;
        totals.Ok = before.Ok + statistics.Ok;
        totals.Ng = before.Ng + statistics.Ng;
        totals.Unjudged = before.Unjudged + statistics.Unjudged;
    }

    /// <summary>Writes at most one record. Call it when no part is being judged: an erasure takes some 50 ms.</summary>
    /// <returns>False when flash failed.</returns>
    public bool Step(long now)
    {
        while (budget < Burst && now - refilledAt >= Refill)
        {
            budget++;
            refilledAt += Refill;
        }

        if (budget == Burst)
            refilledAt = now;
        if (now - totalsAt >= TotalsEvery && totalsTriggers != statistics.Triggers)
        {
            totalsAt = now;
            return WriteTotals();
        }

        if (next < log.Oldest)
        {
            Dropped += log.Oldest - next;
            next = log.Oldest;
        }

        while (log.TryRead(next, entry))
        {
            next++;
            if (entry.Kind == EventKind.Ok)
                continue;

            bool plenty = budget > Burst / 2;
            if (budget > 0 && (plenty || entry.Kind != EventKind.Ng))
                return Write();
            Dropped++;
        }

        return true;
    }

    /// <summary>Reads a kept event, this run's or an earlier one's.</summary>
    /// <param name="age">How many records before the newest; totals count, too.</param>
    /// <param name="copy">Receives the event.</param>
    /// <returns>False when the record at that place is none.</returns>
    public bool TryRead(int age, LineEvent copy)
    {
        return ring.TryRead(age, payload) && EventRecord.Get(payload, copy);
    }

    /// <summary>Records that can be asked for.</summary>
    public int Capacity
    {
        get { return ring.Capacity; }
    }

    private void FindTotals()
    {
        for (int age = 0; age < ring.Capacity + RecordRing.SectorBytes / RecordRing.RecordBytes; age++)
        {
            if (ring.TryRead(age, payload) && EventRecord.Get(payload, before))
                return;
        }
    }

    private bool Write()
    {
        EventRecord.Put(payload, entry);
        return Append();
    }

    private bool WriteTotals()
    {
        GetTotals(sum);
        totalsTriggers = statistics.Triggers;
        EventRecord.Put(payload, sum);
        return Append();
    }

    private bool Append()
    {
        if (budget > 0)
            budget--;
        if (ring.Append(payload))
            return true;

        Failures++;
        return false;
    }
}
