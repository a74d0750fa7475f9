using EdgeAD.Core;

namespace EdgeAD.Core.Tests;

/// <summary>Debouncing of stamped edges.</summary>
public sealed class DebouncerTests
{
    /// <summary>Edges as "time:level"; when it is asked; the belief; since when; bounces.</summary>
    [Theory]
    [InlineData("10:1", 19, false, 10, 0)]
    [InlineData("10:1", 20, true, 10, 0)]
    [InlineData("10:1 15:0", 100, false, 15, 1)]
    [InlineData("10:1 15:0 18:1", 27, false, 18, 1)]
    [InlineData("10:1 15:0 18:1", 28, true, 18, 1)]
    [InlineData("10:1 30:0", 39, true, 30, 0)]
    [InlineData("10:1 30:0", 40, false, 30, 0)]
    [InlineData("10:1 30:0 35:1", 100, true, 35, 1)]
    [InlineData("10:1 15:1", 24, false, 15, 1)] // the edge between them was lost
    public void Believes_a_level_that_was_steady_for_10(string edges, long until, bool active, long since, int bounces)
    {
        var debouncer = new Debouncer(10);
        foreach (string edge in edges.Split(' '))
        {
            long time = long.Parse(edge.Split(':')[0]);
            debouncer.Confirm(time);
            debouncer.Edge(edge.EndsWith('1'), time, time * 10);
        }

        debouncer.Confirm(until);

        Assert.Equal((active, since, since * 10, bounces), (debouncer.Active, debouncer.Since, debouncer.SinceCount, debouncer.Bounces));
    }

    [Fact]
    public void Without_debounce_time_every_edge_counts()
    {
        var debouncer = new Debouncer(0);
        debouncer.Edge(true, 5, 0);

        Assert.True(debouncer.Confirm(5));
        Assert.True(debouncer.Active);
    }
}
