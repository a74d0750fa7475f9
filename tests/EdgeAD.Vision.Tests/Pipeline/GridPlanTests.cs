using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pipeline;

public sealed class GridPlanTests
{
    [Theory]
    [InlineData(96, new[] { 4 }, 24, new[] { 1 }, new[] { 1 })] // one cut: its own grid
    [InlineData(96, new[] { 8 }, 12, new[] { 1 }, new[] { 1 })]
    [InlineData(96, new[] { 16 }, 6, new[] { 1 }, new[] { 1 })]
    [InlineData(96, new[] { 4, 8 }, 12, new[] { 2, 1 }, new[] { 1, 1 })]
    [InlineData(96, new[] { 8, 16 }, 12, new[] { 1, 1 }, new[] { 1, 2 })]
    [InlineData(96, new[] { 4, 16 }, 12, new[] { 2, 1 }, new[] { 1, 2 })] // nobody has stride 8, both are brought there
    [InlineData(96, new[] { 16, 4, 8 }, 12, new[] { 1, 2, 1 }, new[] { 2, 1, 1 })]
    [InlineData(96, new[] { 2, 4 }, 24, new[] { 2, 1 }, new[] { 1, 1 })]
    [InlineData(96, new[] { 16, 32 }, 6, new[] { 1, 1 }, new[] { 1, 2 })]
    [InlineData(104, new[] { 4, 8, 16 }, 13, new[] { 2, 1, 1 }, new[] { 1, 1, 2 })] // 7 rows at stride 16 serve 13
    [InlineData(40, new[] { 4, 16 }, 5, new[] { 2, 1 }, new[] { 1, 2 })]
    public void Cuts_of_several_strides_meet_on_one_grid(int side, int[] strides, int cells, int[] pools, int[] repeats)
    {
        GridPlan plan = GridPlan.For([.. strides.Select((s, i) => (i + 1, (side + s - 1) / s, ((2 * side) + s - 1) / s, s))]);
        Assert.Equal(cells, plan.Rows);
        Assert.Equal(((2 * side) + (side / cells) - 1) / (side / cells), plan.Columns);
        Assert.Equal(Enumerable.Range(1, strides.Length), plan.Cuts.Select(c => c.Tensor));
        Assert.Equal(pools, plan.Cuts.Select(c => c.Pool));
        Assert.Equal(repeats, plan.Cuts.Select(c => c.Repeat));
    }

    [Fact]
    public void Maps_that_do_not_cover_the_grid_are_refused() =>
        Expect.Error(ErrorCode.BackboneCut, () => GridPlan.For([(1, 12, 12, 8), (2, 5, 6, 16)]));
}
