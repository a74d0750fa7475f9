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

        Assert.True(report.Proved, report.ToString());
        Assert.Equal(20_000, report.Parts);
        Assert.Equal(report.Bad, report.BadRejected + report.BadTold + report.BadCut + report.BadNeverSeen);
        Assert.True(report.BadRejected > report.Bad / 2, report.ToString());
        Assert.True(report.Injected.Count >= 11, string.Join(", ", report.Injected));
        Assert.True(report.Starts > 1);
        if (polarity == Polarity.EnergiseToPass)
            Assert.Equal(0, report.BadNeverSeen);
        else
            Assert.True(report.Pulses > 100, report.ToString());
    }

    [Fact]
    public void Without_faults_every_bad_part_goes_no_good_one_does_and_ERR_stays_off()
    {
        var report = Run(new FactoryOptions { Parts = 3_000 });

        Assert.Equal(report.Bad, report.BadRejected);
        Assert.Equal((0, 0, 1), (report.GoodRemoved, report.SilentEscapes, report.Starts));
        Assert.InRange(report.Errors, 0, 1); // the inverted wire reads ERR until the camera has started
        Assert.Equal(report.Bad, report.Pulses);
        Assert.InRange(report.WorstPulse, 0, 100);
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
