namespace EdgeAD.Vision.Quantization;

/// <summary>Deals channels into groups of 16 that share shifts, so that as little as possible is lost to sharing.</summary>
internal static class ChannelGroups
{
    /// <summary>Channels that share a shift, as the kernels have it.</summary>
    public const int Size = 16;

    private const int MaxSweeps = 30;

    /// <summary>An order of the channels; every 16 in it form a group.</summary>
    /// <param name="costs">Cost of every channel at every shift, for each layer that computes them: <c>[layer][channel][shift]</c>.</param>
    public static int[] Order(double[][][] costs)
    {
        int channels = costs[0].Length;
        int[] order = [.. Enumerable.Range(0, channels).OrderBy(c => Wanted(costs[0][c])).ThenBy(c => Wanted(costs[^1][c])).ThenBy(c => c)];
        var groups = new double[(channels + Size - 1) / Size][][]; // [group][layer][shift]
        for (int g = 0; g < groups.Length; g++)
            groups[g] = [.. costs.Select(layer => Sum(layer, order.AsSpan(g * Size, Math.Min(Size, channels - (g * Size)))))];

        bool better = groups.Length > 1;
        for (int sweep = 0; better && sweep < MaxSweeps; sweep++)
        {
            better = false;
            for (int i = 0; i < channels; i++)
            for (int j = 0; j < i / Size * Size; j++)
                better |= TrySwap(costs, order, groups, i, j);
        }

        for (int g = 0; g < groups.Length; g++)
            order.AsSpan(g * Size, Math.Min(Size, channels - (g * Size))).Sort(); // within a group the order is free
        return order;
    }

    private static bool TrySwap(double[][][] costs, int[] order, double[][][] groups, int i, int j)
    {
        double[][] first = groups[i / Size], second = groups[j / Size];
        double change = 0;
        for (int l = 0; l < costs.Length; l++)
        {
            double[] leaves = costs[l][order[i]], comes = costs[l][order[j]];
            (double a, double b) = (double.PositiveInfinity, double.PositiveInfinity);
            for (int k = 0; k < leaves.Length; k++)
            {
                a = Math.Min(a, first[l][k] - leaves[k] + comes[k]);
                b = Math.Min(b, second[l][k] + leaves[k] - comes[k]);
            }

            change += a + b - first[l].Min() - second[l].Min();
        }

        if (!(change < -1e-9 * costs.Length * (first[0].Min() + second[0].Min())))
            return false;
        for (int l = 0; l < costs.Length; l++)
        for (int k = 0; k < first[l].Length; k++)
        {
            double difference = costs[l][order[j]][k] - costs[l][order[i]][k];
            first[l][k] += difference;
            second[l][k] -= difference;
        }

        (order[i], order[j]) = (order[j], order[i]);
        return true;
    }

    private static int Wanted(double[] costs) => Array.IndexOf(costs, costs.Min());

    private static double[] Sum(double[][] costs, ReadOnlySpan<int> channels)
    {
        var sum = new double[costs[0].Length];
        foreach (int c in channels)
        {
            for (int k = 0; k < sum.Length; k++)
                sum[k] += costs[c][k];
        }

        return sum;
    }
}
