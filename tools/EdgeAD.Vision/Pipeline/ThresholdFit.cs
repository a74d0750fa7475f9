using MathNet.Numerics;

namespace EdgeAD.Vision.Pipeline;

/// <summary>The threshold that good parts alone can give.</summary>
/// <param name="Threshold">Parts that score above it are rejected.</param>
/// <param name="Parts">Independent good parts behind it.</param>
/// <param name="Rejects">How many of them it would have rejected.</param>
internal sealed record ThresholdFit(float Threshold, int Parts, int Rejects)
{
    /// <summary>Shapes between Gumbel's tail and one a little lighter than a normal distribution's; a few dozen parts cannot support a heavier one.</summary>
    private const double HeaviestShape = 1e-6, LightestShape = 0.3;

    /// <summary>Fits a threshold.</summary>
    /// <remarks>
    /// The tail is that of a generalised extreme value distribution fitted by probability-weighted moments (Hosking, Wallis, Wood: "Estimation of the
    /// generalized extreme-value distribution by the method of probability-weighted moments", Technometrics 1985), which few samples suffice for.
    /// Once there are enough parts for the rate to be counted (rate times parts at least 1), the empirical quantile takes over where it is the higher one.
    /// </remarks>
    /// <param name="scores">Image scores of good parts that the scoring models had not seen: the worst one per part. At least three.</param>
    /// <param name="falseRejectRate">Share of good parts that may be rejected.</param>
    public static ThresholdFit From(IReadOnlyList<float> scores, double falseRejectRate)
    {
        double[] sorted = [.. scores.Select(s => (double)s).Order()];
        int n = sorted.Length;
        double b0 = 0, b1 = 0, b2 = 0; // unbiased probability-weighted moments
        for (int i = 0; i < n; i++)
        {
            b0 += sorted[i] / n;
            b1 += (double)i / (n - 1) * sorted[i] / n;
            b2 += (double)i * (i - 1) / ((double)(n - 1) * (n - 2)) * sorted[i] / n;
        }

        double l2 = Math.Max((2 * b1) - b0, 1e-6), l3 = (6 * b2) - (6 * b1) + b0;
        double c = (2 / (3 + Math.Clamp(l3 / l2, -0.9, 0.9))) - (Math.Log(2) / Math.Log(3));
        double shape = Math.Clamp((7.8590 * c) + (2.9554 * c * c), HeaviestShape, LightestShape);
        double gamma = SpecialFunctions.Gamma(1 + shape);
        double scale = l2 * shape / (gamma * (1 - Math.Pow(2, -shape)));
        double location = b0 - (scale * (1 - gamma) / shape);
        double tail = location + (scale * (1 - Math.Pow(-Math.Log(1 - falseRejectRate), shape)) / shape);

        int allowed = (int)(falseRejectRate * n);
        float threshold = (float)(allowed > 0 ? Math.Max(tail, sorted[n - 1 - allowed]) : tail);
        return new ThresholdFit(threshold, n, sorted.Count(s => !((float)s <= threshold)));
    }
}
