using EdgeAD.Schema;

namespace EdgeAD.Vision.Density;

/// <summary>Collects Gaussians in the order and precision of the model file.</summary>
internal static class DensityBuilder
{
    /// <summary>Appends one component.</summary>
    /// <remarks>
    /// The shift is computed from the weights as they will be stored, so that rounding them to half precision scales distances by 2^-11 but never
    /// moves the mean.
    /// </remarks>
    public static void Add(
        Gaussian gaussian, double logWeight, Storage storage, List<float> constants, List<float> whiten, List<float> shift, double[] mean)
    {
        int d = mean.Length;
        bool full = gaussian.Whiten.Length != d || d == 1;
        float[] stored = [.. gaussian.Whiten.Select(w => storage == Storage.Float16 ? (float)(Half)Math.Clamp(w, -60000, 60000) : (float)w)];
        constants.Add((float)(gaussian.Constant + logWeight));
        whiten.AddRange(stored);
        for (int i = 0, k = 0; i < d; i++)
        {
            double sum = full ? 0 : stored[i] * mean[i];
            for (int j = 0; full && j <= i; j++)
                sum += stored[k++] * mean[j];
            shift.Add((float)sum);
        }
    }
}
