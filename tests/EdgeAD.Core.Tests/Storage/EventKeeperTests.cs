using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Storage;

/// <summary>Events and totals across restarts.</summary>
public sealed class EventKeeperTests
{
    private readonly SimulatedFlash flash = new(2 * RecordRing.SectorBytes);
    private EventLog log = new(64);
    private LineStatistics statistics = new();
    private long now;

    [Fact]
    public void Keeps_everything_but_OK_decisions()
    {
        var keeper = Start();
        Add(EventKind.Online, EventKind.Ok, EventKind.Ng, EventKind.FaultRaised);
        Drain(keeper);

        Assert.Equal([EventKind.FaultRaised, EventKind.Ng, EventKind.Online], Kept(Start()).Select(entry => entry.Kind));
    }

    [Fact]
    public void A_kept_event_says_which_start_it_belongs_to_and_all_that_matters()
    {
        Start();
        var keeper = Start();
        log.Append(new LineEvent
        {
            Kind = EventKind.Ng, Time = 5_000_000, UtcMilliseconds = 1_800_000_000_000, Part = 77, TriggeredAt = 1, ExposedAt = 4_960_000, Rejected = true,
            Score = 12.5f, Threshold = 5.25f, Latency = 40_000, Fault = Fault.Storage, ModelHash = "ab", ModelId = 0xDEADBEEF,
        });
        Drain(keeper);

        var kept = Kept(Start())[0];
        Assert.Equal((2, 1L, EventKind.Ng, 5_000_000L), (kept.Boot, kept.Sequence, kept.Kind, kept.Time));
        Assert.Equal((1_800_000_000_000L, 77L, 4_960_000L, true), (kept.UtcMilliseconds, kept.Part, kept.ExposedAt, kept.Rejected));
        Assert.Equal((12.5f, 5.25f, 40_000L, Fault.Storage, 0xDEADBEEFL), (kept.Score, kept.Threshold, kept.Latency, kept.Fault, kept.ModelId));
    }

    [Fact]
    public void Totals_add_up_over_restarts()
    {
        var keeper = Start();
        statistics.Triggers = 10;
        statistics.Ok = 7;
        statistics.Ng = 2;
        statistics.Unjudged = 1;
        now = EventKeeper.TotalsEvery;
        Assert.True(keeper.Step(now));

        keeper = Start();
        statistics.Triggers = statistics.Ok = 5;
        var totals = new Totals();
        keeper.GetTotals(totals);
        Assert.Equal((2L, 15L, 12L, 2L, 1L), (totals.Starts, totals.Triggers, totals.Ok, totals.Ng, totals.Unjudged));
    }

    [Fact]
    public void The_budget_bounds_the_wear_and_faults_outlast_bad_parts()
    {
        var keeper = Start();
        for (int i = 0; i < 1000; i++)
        {
            Add(EventKind.Ng);
            Drain(keeper);
        }

        Assert.InRange(Kept(keeper).Count, EventKeeper.Burst / 2 - 2, EventKeeper.Burst / 2);
        Assert.InRange(keeper.Dropped, 930, 1000);
        Add(EventKind.FaultRaised);
        Drain(keeper);
        Assert.Equal(EventKind.FaultRaised, Kept(keeper)[0].Kind);
    }

    [Fact]
    public void A_day_of_bad_parts_costs_a_dozen_erasures_of_a_sector()
    {
        var keeper = Start();
        for (long second = 0; second < 86_400; second++)
        {
            now = second * 1_000_000;
            Add(EventKind.Ng);
            Drain(keeper);
        }

        Assert.All(flash.Erasures, erasures => Assert.InRange(erasures, 8, 14));
    }

    [Fact]
    public void A_flash_that_fails_is_counted()
    {
        var keeper = Start();
        flash.Broken = true;
        Add(EventKind.Ng);

        Assert.False(keeper.Step(now));
        Assert.Equal(1, keeper.Failures);
    }

    private EventKeeper Start()
    {
        log = new EventLog(64);
        statistics = new LineStatistics();
        return new EventKeeper(flash, log, statistics);
    }

    private void Add(params EventKind[] kinds)
    {
        foreach (var kind in kinds)
            log.Append(new LineEvent { Kind = kind });
    }

    private void Drain(EventKeeper keeper)
    {
        for (int i = 0; i < 4; i++)
            keeper.Step(now);
    }

    private static List<LineEvent> Kept(EventKeeper keeper)
    {
        var events = new List<LineEvent>();
        for (int age = 0; age < keeper.Capacity; age++)
        {
            var copy = new LineEvent();
            if (keeper.TryRead(age, copy))
                events.Add(copy);
        }

        return events;
    }
}
