using EdgeAD.Vision.Evaluation;
using FsCheck.Xunit;

namespace EdgeAD.Vision.Tests.Evaluation;

public class RocCurveTests
{
    [Theory]
    [InlineData(new[] { 1f, 2f }, new[] { 3f, 4f }, 1.0)]
    [InlineData(new[] { 3f, 4f }, new[] { 1f, 2f }, 0.0)]
    [InlineData(new[] { 1f, 1f }, new[] { 1f, 1f }, 0.5)]
    [InlineData(new[] { 1f, 2f, 3f, 4f }, new[] { 2.5f, 5f }, 0.75)] // 2 + 4 of 8 pairs
    [InlineData(new[] { 1f, 2f }, new[] { 2f }, 0.75)]               // 1 + a tie of 2 pairs
    [InlineData(new[] { 1f, 2f }, new[] { float.NaN }, 1.0)]         // not a number rejects, so it ranks worst
    public void AreaOfSmallExamples(float[] good, float[] defects, double expected)
    {
        Assert.Equal(expected, RocCurve.Of(good, defects).Area!.Value, 12);
    }

    [Fact]
    public void AreaNeedsBothKinds()
    {
        Assert.Null(RocCurve.Of([1f], []).Area);
        Assert.Null(RocCurve.Of([], [1f]).Area);
        Assert.Null(RocCurve.Of([], []).Area);
    }

    [Property]
    public bool AreaIsTheShareOfPairsInOrder(byte[] good, byte[] defects)
    {
        if (good.Length == 0 || defects.Length == 0)
            return true;
        // Few distinct values, so that ties are common.
        float[] g = [.. good.Select(b => (float)(b % 16))];
        float[] d = [.. defects.Select(b => (float)(b % 16 + b / 128))];
        double pairs = g.Sum(x => d.Sum(y => y > x ? 1.0 : y == x ? 0.5 : 0.0));
        return Math.Abs(RocCurve.Of(g, d).Area!.Value - pairs / g.Length / d.Length) < 1e-12;
    }

    [Property]
    public bool PointsCountWhatTheirThresholdRejects(byte[] good, byte[] defects)
    {
        RocCurve curve = RocCurve.Of([.. good.Select(b => (float)b)], [.. defects.Select(b => (float)b)]);
        return curve.Points.All(p => p.FalseRejects == good.Count(b => b >= p.Threshold) && p.Found == defects.Count(b => b >= p.Threshold))
            && curve.Points[0] is { FalseRejects: 0, Found: 0 }
            && curve.Points[^1].FalseRejects == good.Length
            && curve.Points[^1].Found == defects.Length;
    }

    [Property]
    public bool BestF1IsTheBestOverAllThresholds(byte[] good, byte[] defects)
    {
        RocCurve curve = RocCurve.Of([.. good.Select(b => (float)b)], [.. defects.Select(b => (float)b)]);
        if (defects.Length == 0)
            return curve.BestF1() is null;
        double best = Enumerable.Range(0, 257).Max(t =>
        {
            int found = defects.Count(b => b >= t);
            int falseRejects = good.Count(b => b >= t);
            return 2.0 * found / (2 * found + falseRejects + (defects.Length - found));
        });
        return Math.Abs(curve.BestF1()!.Value.F1 - best) < 1e-12;
    }

    [Fact]
    public void BestF1StatesTheThresholdItNeeds()
    {
        var (point, f1) = RocCurve.Of([1f, 2f, 5f], [3f, 4f, 6f]).BestF1()!.Value;
        Assert.Equal(3f, point.Threshold); // 3 found, 1 false reject
        Assert.Equal(6.0 / 7, f1, 12);
    }
}
