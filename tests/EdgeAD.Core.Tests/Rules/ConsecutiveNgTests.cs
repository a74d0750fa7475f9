using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>ConsecutiveNgStop. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class ConsecutiveNgTests
{
    [Fact]
    public void So_many_bad_parts_in_a_row_raise_ERR_and_a_good_one_starts_the_count_again()
    {
        var bench = CycleBench.Online(settings => settings.ConsecutiveNgStop = 2);
        bench.Part(10_000, CycleBench.Bad);
        bench.Part(60_000, CycleBench.Good);
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(150_000);
        Assert.Equal(Fault.None, bench.Cycle.Faults);

        bench.Part(160_000, CycleBench.Bad);
        bench.Until(300_000);
        Assert.Equal(Fault.ConsecutiveNg, bench.Cycle.Faults);
        Assert.Equal("183000-", bench.Pulses(SignalNames.Error));
    }
}
