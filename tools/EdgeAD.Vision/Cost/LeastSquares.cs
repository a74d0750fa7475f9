namespace EdgeAD.Vision.Cost;

/// <summary>Least squares of relative errors with coefficients that cannot be negative: no shape costs less for being larger.</summary>
internal static class LeastSquares
{
    private const int Sweeps = 4000;
    private const double Still = 1e-10;

    /// <summary>Coefficients b, all at least 0, that make the sum of ((x b - y) / y)^2 smallest. Coordinate descent: the problem is convex, every step exact.</summary>
    /// <param name="x"><c>[sample][term]</c>, at least 0.</param>
    /// <param name="y"><c>[sample]</c>, above 0.</param>
    public static double[] Fit(IReadOnlyList<double[]> x, IReadOnlyList<double> y)
    {
        int terms = x[0].Length, samples = x.Count;
        // Terms are brought to one size first; descent is slow between a constant and a million.
        double[] sizes = [.. Enumerable.Range(0, terms).Select(t => Math.Max(x.Select((row, i) => row[t] / y[i]).Max(), double.Epsilon))];
        double[][] columns = [.. Enumerable.Range(0, terms).Select(t => x.Select((row, i) => row[t] / y[i] / sizes[t]).ToArray())];
        double[] squares = [.. columns.Select(c => c.Sum(v => v * v))], b = new double[terms], rest = [.. Enumerable.Repeat(1.0, samples)]; // y / y - x b
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            double moved = 0;
            for (int t = 0; t < terms; t++)
            {
                if (squares[t] <= 0)
                    continue;
                double[] column = columns[t];
                double slope = 0;
                for (int i = 0; i < samples; i++)
                    slope += column[i] * rest[i];
                double next = Math.Max(0, b[t] + (slope / squares[t])), step = next - b[t];
                for (int i = 0; i < samples; i++)
                    rest[i] -= step * column[i];
                b[t] = next;
                moved = Math.Max(moved, Math.Abs(step));
            }

            if (moved < Still)
                break;
        }

        return [.. b.Select((v, t) => v / sizes[t])];
    }
}
