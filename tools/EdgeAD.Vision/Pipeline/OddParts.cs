using EdgeAD.Vision.Datasets;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Good parts that a model of the others finds strange: mistakes in the data set, or kinds of good parts that are too rare in it.</summary>
internal static class OddParts
{
    private const double Limit = 5; // robust deviations
    private const int Most = 3;

    /// <summary>Names of the oddest pictures, at most three, the oddest first.</summary>
    /// <param name="samples">Good pictures.</param>
    /// <param name="heldOut">Their scores from models that had not seen their part.</param>
    public static IEnumerable<string> Find(IReadOnlyList<Sample> samples, float[] heldOut)
    {
        double median = Median(heldOut), spread = 1.4826 * Median([.. heldOut.Select(s => (float)Math.Abs(s - median))]);
        return samples.Zip(heldOut)
            .Where(p => p.Second > median + (Limit * Math.Max(spread, 1e-6)))
            .OrderByDescending(p => p.Second)
            .Take(Most)
            .Select(p => p.First.RelativePath);
    }

    private static double Median(float[] values)
    {
        float[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2;
    }
}
