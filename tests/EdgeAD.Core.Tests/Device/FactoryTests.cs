using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Device;

/// <summary>
/// The unmodified application in the simulated factory. The long run is <c>edgead simulate --parts 1000000 --rate 20 --faults</c>; docs/factory.md holds
/// its result.
/// </summary>
[Collection(MeasuresMemory.Name)]
public sealed class FactoryTests
{
    [Theory]
    [InlineData(Polarity.EnergiseToReject, DelayDomain.Encoder, 1)]
    [InlineData(Polarity.EnergiseToReject, DelayDomain.Time, 2)]
    [InlineData(Polarity.EnergiseToPass, DelayDomain.Encoder, 3)]
    [InlineData(Polarity.EnergiseToPass, DelayDomain.Time, 4)]
    public void With_faults_at_random_no_bad_part_passes_in_silence(Polarity polarity, DelayDomain domain, int seed)
    {
        var report = Run(new FactoryOptions { Parts = 20_000, Faults = true, Polarity = polarity, Domain = domain, Seed = seed });

        Assert.True(report.Proved, string.Join("; ", report.Wrong) + report);
        Assert.Equal(20_000, report.Parts);
        Assert.Equal(report.Bad, report.BadRejected + report.BadTold + report.BadCut + report.BadNeverSeen);
        Assert.True(report.BadRejected > report.Bad / 2, report.ToString());
        Assert.True(report.Injected.Count >= 11, string.Join(", ", report.Injected));
        Assert.True(report.Starts > 1);
        Assert.True(report.Injected.ContainsKey("brown-out") || report.Injected.ContainsKey("program hang"), string.Join(", ", report.Injected));

        // The checks had something to check: most good parts stayed, most pulses were measured, RESET cleared ERR, rows of bad parts came undisturbed.
        Assert.True(report.GoodRemoved < report.Parts / 10, report.ToString());
        Assert.True(report.Pulses > 0.7 * (polarity == Polarity.EnergiseToPass ? report.Parts - report.Bad : report.Bad), report.ToString());
        Assert.True(report.ErrorsCleared > 50 && report.Stops > 0, report.ToString());
    }

    /// <summary>A checker that cannot fail proves nothing: cameras that are broken on purpose, each found by the rule that it breaks.</summary>
    [Theory]
    [InlineData(Sabotage.DroppedPulse, Polarity.EnergiseToReject, "passed without a cause")]
    [InlineData(Sabotage.DroppedPulse, Polarity.EnergiseToPass, "removed without a cause")]
    [InlineData(Sabotage.LatePulse, Polarity.EnergiseToReject, "off by more than 1 ms")]
    [InlineData(Sabotage.LatePulse, Polarity.EnergiseToPass, "off by more than 1 ms")]
    [InlineData(Sabotage.EarlyPulse, Polarity.EnergiseToReject, "off by more than 1 ms")]
    [InlineData(Sabotage.EarlyPulse, Polarity.EnergiseToPass, "off by more than 1 ms")]
    [InlineData(Sabotage.ShortPulse, Polarity.EnergiseToReject, "passed without a cause")]
    [InlineData(Sabotage.ShortPulse, Polarity.EnergiseToPass, "removed without a cause")]
    [InlineData(Sabotage.WrongPart, Polarity.EnergiseToReject, "passed without a cause")]
    [InlineData(Sabotage.WrongPart, Polarity.EnergiseToPass, "removed without a cause")]
    [InlineData(Sabotage.StuckRemoving, Polarity.EnergiseToReject, "removed without a cause")]
    [InlineData(Sabotage.StuckRemoving, Polarity.EnergiseToPass, "removed without a cause")]
    [InlineData(Sabotage.SilentError, Polarity.EnergiseToReject, "passed in silence")]
    [InlineData(Sabotage.SilentError, Polarity.EnergiseToReject, "raised no ERR")]
    [InlineData(Sabotage.SilentError, Polarity.EnergiseToPass, "raised no ERR")]
    [InlineData(Sabotage.UnlatchedError, Polarity.EnergiseToReject, "went off without RESET")]
    [InlineData(Sabotage.SilentRestart, Polarity.EnergiseToReject, "went off without RESET")]
    [InlineData(Sabotage.SilentRestart, Polarity.EnergiseToPass, "went off without RESET")]
    [InlineData(Sabotage.Leak, Polarity.EnergiseToReject, "never given back")]
    public void A_camera_that_is_broken_on_purpose_is_noticed(Sabotage sabotage, Polarity polarity, string wrong)
    {
        bool leak = sabotage == Sabotage.Leak;
        var report = Run(new FactoryOptions { Parts = leak ? 30_000 : 12_000, Faults = !leak, Polarity = polarity, Seed = 5, Sabotage = sabotage });

        Assert.False(report.Proved);
        Assert.Contains(report.Wrong, what => what.Contains(wrong, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(16_667)]
    public void Whatever_the_frame_rate_the_factory_runs(long interval)
    {
        var report = Run(new FactoryOptions { Parts = 8_000, Faults = true, FrameInterval = interval, Seed = 6 });

        Assert.True(report.Proved, string.Join("; ", report.Wrong) + report);
    }

    [Fact]
    public void Without_faults_every_bad_part_goes_no_good_one_does_and_ERR_stays_off()
    {
        var report = Run(new FactoryOptions { Parts = 3_000 });

        Assert.Equal(report.Bad, report.BadRejected);
        Assert.Equal((0, 0, 1), (report.GoodRemoved, report.SilentEscapes, report.Starts));
        Assert.Equal(0, report.Errors); // the inverted wire reads ERR from the first moment until the camera has started
        Assert.Equal(report.Bad, report.Pulses);
        Assert.InRange(report.WorstPulse, 0, 200); // a count is 100 us, and both the exposure and the way since the plan are whole counts
    }

    [Fact]
    public void A_run_repeats_from_its_seed()
    {
        var options = new FactoryOptions { Parts = 3_000, Faults = true, Seed = 9 };

        Assert.Equal(Run(options).Digest, Run(options).Digest);
        Assert.NotEqual(Run(options).Digest, Run(options with { Seed = 10 }).Digest);
    }

    [Fact]
    public void The_network_changes_no_decision()
    {
        var options = new FactoryOptions { Parts = 3_000, Faults = true, Seed = 11 };

        Assert.Equal(Run(options).Digest, Run(options with { Network = false }).Digest);
    }

    private static FactoryReport Run(FactoryOptions options) => Factory.Run(options, cancellation: TestContext.Current.CancellationToken);
}
