using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Evaluation;

namespace EdgeAD.Vision.Tests.Bench;

public sealed class PartBootstrapTests
{
    [Fact]
    public void A_part_that_every_split_rejects_counts_as_one()
    {
        // Ten parts, three splits; one of them is rejected each time. As pictures: 3 of 30. As parts: 1 of 10.
        IEnumerable<GoodPart> parts = Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(0, 10).Select(i => new GoodPart($"p{i}", 1, i == 4 ? 1 : 0)));
        (double low, double high) = PartBootstrap.Interval([parts]);
        Assert.Equal(0, low);
        Assert.Equal(0.3, high, 6); // 97.5 % quantile of a binomial of 10 with 0.1: 3
        var pictures = new Proportion(3, 30);
        Assert.True(low < pictures.Low && high > pictures.High);
    }

    [Fact]
    public void Sets_are_drawn_apart()
    {
        GoodPart[] odd = [.. Enumerable.Range(0, 5).Select(i => new GoodPart($"p{i}", 2, 2))], even = [.. Enumerable.Range(0, 5).Select(i => new GoodPart($"p{i}", 2, 0))];
        Assert.Equal((0.5, 0.5), PartBootstrap.Interval([odd, even]));
        Assert.Equal((0.0, 0.0), PartBootstrap.Interval([even, even]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        GoodPart[] parts = [.. Enumerable.Range(0, 40).Select(i => new GoodPart($"p{i}", 1 + (i % 2), i % 13 == 0 ? 1 : 0))];
        Assert.Equal(PartBootstrap.Interval([parts], seed: 3), PartBootstrap.Interval([parts], seed: 3));
    }
}
