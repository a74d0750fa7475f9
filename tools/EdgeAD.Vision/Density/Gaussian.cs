using System.Runtime.Intrinsics;

namespace EdgeAD.Vision.Density;

/// <summary>A Gaussian in the form the kernels evaluate: y = W x - shift, log p = constant - |y|^2 / 2.</summary>
/// <param name="Constant">-d/2 log 2 pi - log det / 2 (log weights are added by mixtures).</param>
/// <param name="Whiten">Inverse Cholesky factor of the covariance, packed lower triangle row by row; or inverse standard deviations.</param>
/// <param name="Shift">W mean.</param>
internal sealed record Gaussian(double Constant, double[] Whiten, double[] Shift)
{
    /// <summary>True when <see cref="Whiten"/> is a triangle; with one dimension it is both.</summary>
    public bool Full => Whiten.Length != Shift.Length || Shift.Length == 1;

    /// <summary>From mean and covariance.</summary>
    /// <param name="mean"><c>[d]</c>.</param>
    /// <param name="covariance"><c>[d][d]</c>, symmetric; made positive definite by a growing ridge when rounding has left it short of that.</param>
    /// <param name="full">Full covariance, or its diagonal only.</param>
    public static Gaussian From(double[] mean, double[] covariance, bool full)
    {
        int d = mean.Length;
        double[] whiten = full ? InverseCholesky(covariance, d) : [.. Enumerable.Range(0, d).Select(i => 1 / Math.Sqrt(Math.Max(covariance[(i * d) + i], 1e-12)))];
        double constant = -0.5 * d * Math.Log(2 * Math.PI);
        var shift = new double[d];
        for (int i = 0, k = 0; i < d; i++)
        {
            if (!full)
            {
                shift[i] = whiten[i] * mean[i];
                constant += Math.Log(whiten[i]);
                continue;
            }

            for (int j = 0; j <= i; j++)
                shift[i] += whiten[k++] * mean[j];
            constant += Math.Log(whiten[k - 1]);
        }

        return new Gaussian(constant, whiten, shift);
    }

    /// <summary>Log density of a vector.</summary>
    public double LogDensity(ReadOnlySpan<double> x)
    {
        int d = Shift.Length;
        ReadOnlySpan<double> whiten = Whiten;
        double distance = 0;
        for (int i = 0; i < d; i++)
        {
            double y = Full ? Dot(whiten.Slice(i * (i + 1) / 2, i + 1), x) : whiten[i] * x[i];
            y -= Shift[i];
            distance += y * y;
        }

        return Constant - (0.5 * distance);
    }

    /// <summary>Sum of a[i] * b[i] over the length of <paramref name="a"/>; always four lanes, so that every machine rounds alike.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var lanes = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            lanes += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        double sum = Vector256.Sum(lanes);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Packed lower-triangular inverse of the Cholesky factor.</summary>
    private static double[] InverseCholesky(double[] covariance, int d)
    {
        double trace = 0;
        for (int i = 0; i < d; i++)
            trace += covariance[(i * d) + i];
        double unit = Math.Max(trace / d, 1e-12), ridge = 0;
        double[]? factor;
        while ((factor = Cholesky(covariance, d, ridge)) is null)
        {
            ridge = ridge == 0 ? 1e-10 * unit : ridge * 10;
            if (!(ridge < 1e12 * unit)) // only numbers that are none get here
                throw new ArgumentException("the covariance is not finite", nameof(covariance));
        }

        var packed = new double[d * (d + 1) / 2];
        var inverse = new double[d * d];
        for (int i = 0, k = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? 1 : 0;
                for (int m = j; m < i; m++)
                    sum -= factor[(i * d) + m] * inverse[(m * d) + j];
                packed[k++] = inverse[(i * d) + j] = sum / factor[(i * d) + i];
            }
        }

        return packed;
    }

    private static double[]? Cholesky(double[] a, int d, double ridge)
    {
        var l = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[(i * d) + j] + (i == j ? ridge : 0);
                for (int m = 0; m < j; m++)
                    sum -= l[(i * d) + m] * l[(j * d) + m];
                if (i != j)
                    l[(i * d) + j] = sum / l[(j * d) + j];
                else if (sum <= 1e-12 * Math.Max(a[(i * d) + i], 1e-12) || !double.IsFinite(sum))
                    return null;
                else
                    l[(i * d) + i] = Math.Sqrt(sum);
            }
        }

        return l;
    }
}
