namespace EdgeAD.Vision.Datasets;

/// <summary>Numbers of one group of pictures.</summary>
/// <param name="Images">Pictures.</param>
/// <param name="Parts">Different parts they show.</param>
/// <param name="Masks">Pictures with a ground-truth mask.</param>
public sealed record DatasetCount(int Images, int Parts, int Masks)
{
    /// <summary>Counts these samples.</summary>
    public static DatasetCount Of(IEnumerable<Sample> samples)
    {
        List<Sample> list = [.. samples];
        return new DatasetCount(list.Count, list.Select(s => s.Part).Distinct(StringComparer.Ordinal).Count(), list.Count(s => s.MaskPath is not null));
    }
}
