namespace EdgeAD.Vision.Bench;

/// <summary>Interval of a rate over several splits of the same parts: parts are drawn with replacement, set by set, and each brings its pictures of all splits.</summary>
/// <remarks>
/// A part that looks odd is rejected in every split that tests it, so pictures are not independent of each other; parts are (percentile bootstrap over clusters,
/// Efron and Tibshirani 1993). With no reject anywhere the interval is a point, which says less than Wilson's.
/// </remarks>
internal static class PartBootstrap
{
    private const int Draws = 4000;

    /// <summary>2.5 % and 97.5 % quantile of the rate.</summary>
    /// <param name="sets">Every set's parts, as many times as splits tested them.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static (double Low, double High) Interval(IEnumerable<IEnumerable<GoodPart>> sets, int seed = 0)
    {
        (int Pictures, int Rejects)[][] clusters =
            [.. sets.Select(set => set.GroupBy(p => p.Part, StringComparer.Ordinal).Select(g => (g.Sum(p => p.Pictures), g.Sum(p => p.Rejects))).ToArray())];
        var random = new Random(seed);
        var rates = new double[Draws];
        for (int i = 0; i < Draws; i++)
        {
            int pictures = 0, rejects = 0;
            foreach (var parts in clusters)
            {
                for (int k = 0; k < parts.Length; k++)
                {
                    var part = parts[random.Next(parts.Length)];
                    pictures += part.Pictures;
                    rejects += part.Rejects;
                }
            }

            rates[i] = (double)rejects / pictures;
        }

        Array.Sort(rates);
        return (rates[Draws / 40], rates[Draws * 39 / 40]);
    }
}
