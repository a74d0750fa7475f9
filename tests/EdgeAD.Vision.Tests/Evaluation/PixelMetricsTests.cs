using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Tests.Evaluation;

public class PixelMetricsTests
{
    [Fact]
    public void PerfectMapsScoreOne()
    {
        var metrics = new PixelMetrics();
        metrics.Add([0f, 0f, 5f, 5f], [0, 0, 1, 1], [2, 2]);
        metrics.Add([0f, 1f, 0f, 1f], [], []);
        Assert.Equal(1, metrics.PixelAuroc());
        Assert.Equal(1, metrics.AuPro()!.Value, 12);
    }

    [Fact]
    public void ConstantMapsScoreChance()
    {
        var metrics = new PixelMetrics();
        metrics.Add([2f, 2f, 2f, 2f], [0, 0, 0, 1], [3, 1]);
        Assert.Equal(0.5, metrics.PixelAuroc());
        Assert.Equal(0.15, metrics.AuPro()!.Value, 12); // the diagonal up to 0.3: 0.3 * 0.3 / 2 / 0.3
    }

    [Fact]
    public void EveryRegionCountsTheSameWhateverItsSize()
    {
        // A large region found first, a small one missed: pixels say 9/10, regions say 1/2.
        var metrics = new PixelMetrics();
        float[] scores = [.. Enumerable.Repeat(9f, 9), -1f, .. Enumerable.Repeat(0f, 10)];
        int[] labels = [.. Enumerable.Repeat(1, 9), 2, .. Enumerable.Repeat(0, 10)];
        metrics.Add(scores, labels, [10, 9, 1]);
        Assert.Equal(0.9, metrics.PixelAuroc()!.Value, 12);
        // Half is covered at once; the ten tied good pixels make one straight step to rate 1, without further gain.
        Assert.Equal(0.5, metrics.AuPro()!.Value, 12);
        Assert.Equal(2, metrics.Regions);
    }

    [Fact]
    public void NothingToCompareGivesNoFigure()
    {
        var metrics = new PixelMetrics();
        Assert.Null(metrics.PixelAuroc());
        metrics.Add([1f, 2f], [], []);
        Assert.Null(metrics.PixelAuroc());
        Assert.Null(metrics.AuPro());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AgreesWithBruteForceOverAllThresholds(int seed)
    {
        var random = new Random(seed);
        var pictures = new List<(float[] Scores, int[] Labels, int[] Areas)>();
        var metrics = new PixelMetrics();
        for (int i = 0; i < 4; i++)
        {
            var mask = new Mask(12, 9, [.. Enumerable.Range(0, 108).Select(_ => i > 0 && random.Next(4) == 0)]);
            var (labels, areas) = ConnectedRegions.Label(mask, new CropGeometry(0, 0, 12, 9));
            // Whole numbers around zero: exact in any bin, with ties and both signs.
            float[] scores = [.. labels.Select(l => (float)(random.Next(-20, 20) + (l > 0 ? random.Next(15) : 0)))];
            pictures.Add((scores, labels, areas));
            metrics.Add(scores, labels, areas);
        }

        float[] good = [.. pictures.SelectMany(p => p.Scores.Where((_, i) => p.Labels[i] == 0))];
        float[] bad = [.. pictures.SelectMany(p => p.Scores.Where((_, i) => p.Labels[i] != 0))];
        Assert.Equal(RocCurve.Of(good, bad).Area!.Value, metrics.PixelAuroc()!.Value, 12);
        Assert.Equal(BruteForceAuPro(pictures, good), metrics.AuPro()!.Value, 12);
    }

    private static double BruteForceAuPro(List<(float[] Scores, int[] Labels, int[] Areas)> pictures, float[] good)
    {
        var curve = new List<(double Rate, double Overlap)> { (0, 0) };
        foreach (float threshold in pictures.SelectMany(p => p.Scores).Distinct().OrderDescending())
        {
            double[] regions = [.. pictures.SelectMany(p => Enumerable.Range(1, p.Areas.Length - 1)
                .Select(r => (double)p.Scores.Where((s, i) => p.Labels[i] == r && s >= threshold).Count() / p.Areas[r]))];
            curve.Add(((double)good.Count(s => s >= threshold) / good.Length, regions.Average()));
        }
        double area = 0;
        for (int i = 1; i < curve.Count; i++)
        {
            var (a, b) = (curve[i - 1], curve[i]);
            if (a.Rate >= 0.3)
                break;
            double end = Math.Min(b.Rate, 0.3);
            double endOverlap = b.Rate > a.Rate ? a.Overlap + (b.Overlap - a.Overlap) * (end - a.Rate) / (b.Rate - a.Rate) : b.Overlap;
            area += (end - a.Rate) * (a.Overlap + endOverlap) / 2;
        }
        return area / 0.3;
    }
}
