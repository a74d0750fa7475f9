using EdgeAD.Vision.Evaluation;

namespace EdgeAD.Vision.Tests.Evaluation;

public class VerdictsTests
{
    [Fact]
    public void FiguresOfAWorkedExample()
    {
        var verdicts = new Verdicts(Good: 50, FalseRejects: 2, Defects: 20, Found: 15);
        Assert.Equal(15.0 / 17, verdicts.Precision);
        Assert.Equal(0.75, verdicts.Recall);
        Assert.Equal(30.0 / 37, verdicts.F1);
        Assert.Equal(0.04, verdicts.FalseReject.Rate);
        Assert.Equal(new Proportion(5, 20), verdicts.Escape);
    }

    [Fact]
    public void NothingRejectedHasNoPrecision()
    {
        var verdicts = new Verdicts(10, 0, 5, 0);
        Assert.Null(verdicts.Precision);
        Assert.Equal(0, verdicts.Recall);
        Assert.Equal(0, verdicts.F1);
    }

    [Fact]
    public void NoDefectsHaveNoRecall()
    {
        var verdicts = new Verdicts(10, 1, 0, 0);
        Assert.Null(verdicts.Recall);
        Assert.Null(verdicts.F1);
        Assert.Null(verdicts.Escape.Rate);
        Assert.Equal(0.1, verdicts.FalseReject.Rate);
    }
}
