using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>
/// A sensor that runs freely at 50, 30 and 15 pictures per second: it exposes when it does, up to half an interval off the plan. With default settings
/// every part must be judged and every bad one removed at its moment.
/// </summary>
public sealed class FreeRunningSensorTests
{
    public static TheoryData<long, DelayDomain, long> Sensors()
    {
        var data = new TheoryData<long, DelayDomain, long>();
        foreach (long interval in (long[])[20_000, 33_333, 66_667])
        {
            foreach (var domain in (DelayDomain[])[DelayDomain.Time, DelayDomain.Encoder])
            {
                data.Add(interval, domain, 0);
                data.Add(interval, domain, 20_000); // managed code that comes to look a time slice late
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sensors))]
    public void Every_part_is_judged_and_the_pulse_meets_it(long interval, DelayDomain domain, long pollJitter)
    {
        var report = Run(interval, domain, pollJitter, settings => { });

        Assert.Equal(300, report.Parts.Count);
        Assert.Equal((0, 0, 0), (report.Statistics.LateExposures, report.Statistics.Unjudged, report.Statistics.RejectsTooLate));
        Assert.All(report.Parts, part => Assert.Equal(part.Part.IsGood ? EventKind.Ok : EventKind.Ng, part.Decision));
        Assert.All(report.Parts, part => Assert.Equal(!part.Part.IsGood, part.Rejected));
        Assert.All(report.Parts.Where(part => !part.Part.IsGood), part => Assert.InRange(part.EnergisedFrom, part.Due - 200, part.Due + 200));

        // The test saw what it is about: pictures that are nearly half an interval off, and none further.
        var off = report.Events.Where(entry => entry.Part > 0).Select(entry => entry.ExposedAt - entry.TriggeredAt - 25_000).ToArray();
        Assert.InRange(off.Max(), interval / 3, interval / 2 + 1);
        Assert.InRange(off.Min(), -interval / 2 - 1, -interval / 3);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(33_333)]
    [InlineData(66_667)]
    public void With_a_tolerance_of_its_own_the_line_refuses_pictures_that_are_further_off(long interval)
    {
        var report = Run(interval, DelayDomain.Time, 0, settings => settings.ExposureTolerance = 5_000);

        Assert.True(report.Statistics.LateExposures > 100, $"{report.Statistics.LateExposures}");
        Assert.All(report.Parts.Where(part => !part.Part.IsGood), part => Assert.True(part.Rejected));
    }

    [Fact]
    public void A_frame_that_is_a_whole_interval_off_is_refused_whatever_the_frame_rate()
    {
        var settings = new LineSettings();
        foreach (long interval in (long[])[20_000, 33_333, 66_667, 100_000])
            Assert.InRange(settings.ToleranceFor(interval), interval / 2 + 1, interval - 1);
        Assert.Equal(5_000, settings.ToleranceFor(0));
        Assert.Equal(100_000, settings.ToleranceFor(10_000_000));
        settings.ExposureTolerance = 123;
        Assert.Equal(123, settings.ToleranceFor(66_667));
    }

    [Fact]
    public void A_belt_that_changes_its_speed_takes_the_pulse_along()
    {
        var report = Run(33_333, DelayDomain.Encoder, 0, settings => { }, [(0, 10_000), (3_000_000, 7_000), (20_000_000, 10_000)]);

        Assert.Equal(0, report.Statistics.Unjudged);
        // The speed of the last 50 ms is what the way since the plan is reckoned with: at the change of speed itself it is off.
        Assert.True(report.Parts.Where(part => !part.Part.IsGood).Count(part => Math.Abs(part.EnergisedFrom - part.Due) <= 300) >= 58);
        Assert.All(report.Parts.Where(part => !part.Part.IsGood), part => Assert.InRange(part.EnergisedFrom, part.Due - 6_000, part.Due + 6_000));
    }

    private static LineReport Run(
        long interval, DelayDomain domain, long pollJitter, Action<LineSettings> change, IReadOnlyList<(long Time, long CountsPerSecond)>? belt = null)
    {
        var settings = new LineSettings { LogCapacity = 4096 };
        if (domain == DelayDomain.Encoder)
        {
            settings.DelayDomain = domain;
            settings.OutputDelay = 5_000;
            settings.PulseWidth = 200;
            settings.MinGap = 50;
        }

        change(settings);
        var options = new LineOptions
        {
            Settings = settings, PollJitter = pollJitter, ViewTolerance = 40_000, Belt = domain == DelayDomain.Time ? [] : belt ?? [(0, 10_000)],
            Camera = new CameraOptions { FrameInterval = interval, FramePhase = 7_000, ReadoutTime = interval * 9 / 10, ExposureTime = 2_000 },
        };
        var parts = SimulatedLine.Arrivals(300, 60e6 / 233_331, i => new SimulatedPart(0, i % 5 != 0, i % 5 == 0 ? 9 : 1), jitter: 0.3, seed: 4);
        return SimulatedLine.Run(options, parts, SimulatedLine.ByScore(5, 15_000), TestContext.Current.CancellationToken);
    }
}
