using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests;

/// <summary>The unmodified inspection code on a simulated line: the right decision at the right time on the pin.</summary>
public sealed class SimulatedLineTests
{
    private const float Threshold = 5;
    private const long Latency = 15_000;

    public static TheoryData<Polarity, long> Lines => new()
    {
        { Polarity.EnergiseToReject, 0 },
        { Polarity.EnergiseToReject, 20_000 },
        { Polarity.EnergiseToPass, 0 },
        { Polarity.EnergiseToPass, 20_000 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_part_gets_its_decision_within_a_millisecond_of_its_due_time(Polarity polarity, long pollJitter)
    {
        var options = Line(polarity, pollJitter);
        var report = Run(options, Parts(2000, 300), SimulatedLine.ByScore(Threshold, Latency));

        Assert.Equal(2000, report.Parts.Count);
        Assert.All(report.Parts, part =>
        {
            bool bad = part.Part.Score > Threshold;
            Assert.Equal(bad ? EventKind.Ng : EventKind.Ok, part.Decision);
            Assert.Equal(bad, part.Rejected);
            bool energised = bad == (polarity == Polarity.EnergiseToReject);
            Assert.Equal(energised, part.EnergisedFrom >= 0);
            if (energised)
            {
                Assert.InRange(part.EnergisedFrom - part.Due, -1000, 1000);
                Assert.InRange(part.EnergisedTo - part.EnergisedFrom - options.Settings.PulseWidth, -1000, 1000);
            }
        });
        Assert.Equal((0, 0), (report.FalseRejects, report.PassedInSilence));
        Assert.Equal(0, report.Escapes);
        Assert.Equal(2000, report.Statistics.Ok + report.Statistics.Ng);
    }

    [Theory]
    [InlineData(Polarity.EnergiseToReject)]
    [InlineData(Polarity.EnergiseToPass)]
    public void With_faults_at_random_no_part_passes_in_silence(Polarity polarity)
    {
        var faults = new FaultRates { LateJudgement = 0.01, CameraHang = 0.01, CameraRefuses = 0.01, BouncingTrigger = 0.05 };
        var options = Line(polarity, pollJitter: 4000) with
        {
            Faults = faults, ResetAfter = 20_000, RecordAll = false, Camera = new CameraOptions { ReadoutTime = 5000 },
        };
        options.Settings.TriggerDelay = 10_000;
        options.Settings.JudgementTimeout = 60_000;
        var parts = SimulatedLine.Arrivals(
            20_000, partsPerMinute: 1200, i => new SimulatedPart(0, i % 5 != 0, i % 5 == 0 ? 9 : 1), jitter: 0.5, seed: 4);
        var report = Run(options, parts, SimulatedLine.ByScore(Threshold, 3000));

        Assert.Equal(0, report.PassedInSilence);
        Assert.All(report.Parts.Where(part => part.MustGo), part => Assert.True(part.Rejected || part.ErrorRaised));
        Assert.Equal(20_000, report.Statistics.Triggers);
        Assert.Equal(20_000, report.Statistics.Ok + report.Statistics.Ng + report.Statistics.Unjudged);
        Assert.True(report.Statistics is { LateJudgements: > 50, CameraFaults: > 100, MissedTriggers: > 50 });
        Assert.True(report.Statistics.Ok > 14_000);
        Assert.True(report.Parts.Count(part => part.MustGo && part.Rejected && !part.ErrorRaised) > 2000, "ERR must not be on all the time.");
    }

    [Fact]
    public void A_lost_trigger_is_rejected_with_energise_to_pass_and_escapes_with_energise_to_reject()
    {
        SimulatedPart[] parts = [new(100_000, false, 9, Fault: PartFault.LostTrigger), new(400_000, true, 1)];
        var judge = SimulatedLine.ByScore(Threshold, Latency);

        var pass = Run(Line(Polarity.EnergiseToPass, 0), parts, judge);
        Assert.Equal(((EventKind?)null, true), (pass.Parts[0].Decision, pass.Parts[0].Rejected));
        Assert.Equal((EventKind.Ok, false), (pass.Parts[1].Decision, pass.Parts[1].Rejected));

        var reject = Run(Line(Polarity.EnergiseToReject, 0), parts, judge);
        Assert.True(reject.Parts[0].PassedInSilence);
        Assert.Equal(1, reject.PassedInSilence);
    }

    [Fact]
    public void The_same_seed_repeats_a_run_exactly_and_another_does_not()
    {
        var faults = new FaultRates { LateJudgement = 0.05, CameraHang = 0.05, LostTrigger = 0.05, BouncingTrigger = 0.1 };
        LineReport seeded(int seed) => Run(
            Line(Polarity.EnergiseToReject, 5000) with { Faults = faults, Seed = seed }, Parts(200, 300), SimulatedLine.ByScore(Threshold, Latency));

        var first = seeded(7);
        var second = seeded(7);
        Assert.Equal(first.Parts, second.Parts);
        Assert.Equal(first.Edges, second.Edges);
        Assert.NotEqual(first.Edges, seeded(8).Edges);
    }

    [Fact]
    public void The_picture_judged_is_that_of_the_part_in_view()
    {
        var seen = new List<string>();
        var parts = Enumerable.Range(0, 20).Select(i => new SimulatedPart(200_000 * (i + 1), true, Name: $"part {i}")).ToArray();
        Run(Line(Polarity.EnergiseToReject, 0), parts, part =>
        {
            seen.Add(part.Name);
            return new Judgement(0, Threshold, false, Latency);
        });

        Assert.Equal(parts.Select(part => part.Name), seen);
    }

    [Fact]
    public void A_line_with_acknowledge_and_falling_edge_works_as_well()
    {
        var settings = new LineSettings { Handshake = Handshake.Acknowledge, TriggerEdge = TriggerEdge.Falling };
        var report = Run(
            new LineOptions { Settings = settings }, Parts(100, 300), SimulatedLine.ByScore(Threshold, Latency));

        Assert.Equal(100, report.Statistics.Ok + report.Statistics.Ng);
        Assert.Equal(0, report.Statistics.Unjudged);
        Assert.DoesNotContain(report.Edges, edge => edge.Signal == SignalNames.Error);
    }

    [Fact]
    public void A_run_without_parts_ends() =>
        Assert.Empty(Run(new LineOptions(), [], SimulatedLine.ByScore(Threshold, Latency)).Parts);

    [Fact]
    public void A_run_can_be_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        SimulatedLine.Run(new LineOptions(), Parts(10, 300), SimulatedLine.ByScore(Threshold, Latency), new CancellationToken(true)));

    private static LineReport Run(LineOptions options, IReadOnlyList<SimulatedPart> parts, Func<SimulatedPart, Judgement> judge) =>
        SimulatedLine.Run(options, parts, judge, TestContext.Current.CancellationToken);

    private static LineOptions Line(Polarity polarity, long pollJitter) => new()
    {
        Settings = new LineSettings { Polarity = polarity, TriggerDelay = 25_000, LogCapacity = 1024 },
        PollJitter = pollJitter,
    };

    private static IReadOnlyList<SimulatedPart> Parts(int count, double partsPerMinute) => SimulatedLine.Arrivals(
        count, partsPerMinute, i => new SimulatedPart(0, i % 7 != 3, i % 7 == 3 ? 9 : 1), jitter: 0.2, seed: 3);
}
