namespace EdgeAD.Vision.Evaluation;

/// <summary>Pixel AUROC and AU-PRO over any number of pictures, without keeping their pixels.</summary>
/// <remarks>
/// Scores are counted in bins that keep the order of floating-point numbers and tell scores apart that differ by more than 1 in 4096; within a bin
/// they count as ties. AU-PRO is the per-region overlap of P. Bergmann et al., The MVTec Anomaly Detection Dataset (IJCV 2021): the mean share of
/// every connected defect region above the threshold, against the share of defect-free pixels above it, integrated up to a false-positive rate of
/// 0.3 and divided by 0.3.
/// </remarks>
public sealed class PixelMetrics
{
    /// <summary>False-positive rate up to which AU-PRO is integrated.</summary>
    public const double FalsePositiveLimit = 0.3;

    private const int BinBits = 21;
    private readonly long[] normal = new long[1 << BinBits];
    private readonly long[] defect = new long[1 << BinBits];
    private readonly double[] overlap = new double[1 << BinBits]; // sum over regions of the share of the region that falls into the bin
    private long normalTotal;
    private long defectTotal;
    private int regions;

    /// <summary>Number of defect regions seen.</summary>
    public int Regions => regions;

    /// <summary>Adds a picture.</summary>
    /// <param name="scores">Score per pixel.</param>
    /// <param name="labels">Region per pixel as <see cref="ConnectedRegions"/> gives them, 0 = no defect; null when the whole picture is good.</param>
    /// <param name="areas">Pixels per region; null when the whole picture is good.</param>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, ReadOnlySpan<int> areas)
    {
        if (labels.IsEmpty)
        {
            foreach (float score in scores)
                normal[Bin(score)]++;
            normalTotal += scores.Length;
            return;
        }
        for (int i = 0; i < scores.Length; i++)
        {
            int bin = Bin(scores[i]);
            int label = labels[i];
            if (label == 0)
            {
                normal[bin]++;
                normalTotal++;
            }
            else
            {
                defect[bin]++;
                defectTotal++;
                overlap[bin] += 1.0 / areas[label];
            }
        }
        regions += areas.Length - 1;
    }

    /// <summary>Probability that a defect pixel scores higher than a defect-free one; null without both kinds.</summary>
    public double? PixelAuroc()
    {
        if (normalTotal == 0 || defectTotal == 0)
            return null;
        double area = 0;
        long found = 0;
        for (int bin = normal.Length - 1; bin >= 0; bin--)
        {
            area += normal[bin] * (found + 0.5 * defect[bin]);
            found += defect[bin];
        }
        return area / normalTotal / defectTotal;
    }

    /// <summary>Area under the per-region overlap curve, 0..1; null without both kinds of pixels.</summary>
    public double? AuPro()
    {
        if (normalTotal == 0 || regions == 0)
            return null;
        double area = 0;
        double rate = 0;
        double covered = 0;
        for (int bin = normal.Length - 1; bin >= 0 && rate < FalsePositiveLimit; bin--)
        {
            if (normal[bin] == 0 && overlap[bin] == 0)
                continue;
            double step = (double)normal[bin] / normalTotal;
            double gain = overlap[bin] / regions;
            double width = Math.Min(step, FalsePositiveLimit - rate);
            double gained = step > 0 ? gain * width / step : gain; // the curve is straight within a bin
            area += width * (covered + 0.5 * gained);
            covered += gain;
            rate += step;
        }
        return area / FalsePositiveLimit;
    }

    // IEEE 754 numbers order like their bits once negative ones are flipped; the upper bits keep sign, exponent and 12 bits of the mantissa.
    private static int Bin(float score)
    {
        uint bits = BitConverter.SingleToUInt32Bits(score);
        bits = (bits & 0x8000_0000u) != 0 ? ~bits : bits | 0x8000_0000u;
        return (int)(bits >> (32 - BinBits));
    }
}
