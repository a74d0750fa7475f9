namespace EdgeAD.Vision.Cost;

/// <summary>Least squares of relative errors with coefficients that cannot be negative: no shape costs less for being larger.</summary>
internal static class LeastSquares
{
    // Terms that nearly repeat each other over the samples share what they explain; small enough to change no prediction that counts.
    private const double Ridge = 1e-10, Gain = 1e-9, Nothing = 1e-12;

    /// <summary>Coefficients b, all at least 0, that make the sum of ((x b - y) / y)^2 smallest: Lawson and Hanson's active set on the normal equations.</summary>
    /// <param name="x"><c>[sample][term]</c>, at least 0.</param>
    /// <param name="y"><c>[sample]</c>, above 0.</param>
    public static double[] Fit(IReadOnlyList<double[]> x, IReadOnlyList<double> y)
    {
        int terms = x[0].Length;
        // Terms are brought to one size first: they reach from a constant to millions.
        double[] sizes = [.. Enumerable.Range(0, terms).Select(t => Math.Max(Math.Sqrt(x.Select((row, i) => row[t] / y[i]).Sum(v => v * v)), double.Epsilon))];
        double[][] scaled = [.. x.Select((row, i) => row.Select((v, t) => v / y[i] / sizes[t]).ToArray())];
        double[] toward = [.. Enumerable.Range(0, terms).Select(t => scaled.Sum(row => row[t]))];
        var gram = new double[terms, terms];
        for (int a = 0; a < terms; a++)
        {
            for (int b = 0; b < terms; b++)
                gram[a, b] = scaled.Sum(row => row[a] * row[b]) + (a == b ? Ridge : 0);
        }

        var solution = new double[terms];
        var used = new SortedSet<int>();
        for (int turn = 0; turn < 3 * terms; turn++)
        {
            double Slope(int t) => toward[t] - Enumerable.Range(0, terms).Sum(k => gram[t, k] * solution[k]);
            int next = Enumerable.Range(0, terms).Except(used).Where(t => Slope(t) > Gain).OrderByDescending(Slope).FirstOrDefault(-1);
            if (next < 0)
                break;
            used.Add(next);
            Settle(gram, toward, used, solution);
        }

        return [.. solution.Select((v, t) => v / sizes[t])];
    }

    /// <summary>Goes to the best point over the terms in use; a term that would turn negative on the way is let go.</summary>
    private static void Settle(double[,] gram, double[] toward, SortedSet<int> used, double[] solution)
    {
        while (used.Count > 0)
        {
            int[] terms = [.. used];
            double[] best = Solve(gram, toward, terms);
            double step = Enumerable.Range(0, terms.Length).Where(i => best[i] <= 0).Select(i => solution[terms[i]] / (solution[terms[i]] - best[i])).DefaultIfEmpty(1).Min();
            for (int i = 0; i < terms.Length; i++)
            {
                double at = solution[terms[i]] + (step * (best[i] - solution[terms[i]]));
                solution[terms[i]] = at > Nothing ? at : 0;
                if (solution[terms[i]] == 0 && best[i] <= 0)
                    used.Remove(terms[i]);
            }

            if (best.All(b => b > 0))
                return;
        }
    }

    /// <summary>Gauss elimination; the ridge keeps pivots above zero.</summary>
    private static double[] Solve(double[,] gram, double[] toward, int[] terms)
    {
        int n = terms.Length;
        double[][] rows = [.. terms.Select(a => (double[])[.. terms.Select(b => gram[a, b]), toward[a]])];
        for (int p = 0; p < n; p++)
        {
            for (int r = p + 1; r < n; r++)
            {
                double factor = rows[r][p] / rows[p][p];
                for (int c = p; c <= n; c++)
                    rows[r][c] -= factor * rows[p][c];
            }
        }

        var solution = new double[n];
        for (int p = n - 1; p >= 0; p--)
            solution[p] = (rows[p][n] - Enumerable.Range(p + 1, n - p - 1).Sum(c => rows[p][c] * solution[c])) / rows[p][p];
        return solution;
    }
}
