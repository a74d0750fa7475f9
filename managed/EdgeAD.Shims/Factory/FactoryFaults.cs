namespace EdgeAD.Shims;

/// <summary>Draws what goes wrong, and counts it.</summary>
internal sealed class FactoryFaults(Random random, bool enabled)
{
    /// <summary>Faults of single parts, and how often per part.</summary>
    private static readonly (PartFault Fault, string Name, double Share)[] OfParts =
    [
        (PartFault.CameraHang, "camera hang", 0.001), (PartFault.LateFrame, "late frame", 0.002), (PartFault.LateJudgement, "late judgement", 0.002),
        (PartFault.LostTrigger, "lost trigger", 0.001), (PartFault.BouncingTrigger, "bouncing trigger", 0.01),
    ];

    /// <summary>Faults of the plant, and how often per part.</summary>
    private static readonly (string Name, double Share)[] OfPlant =
    [
        ("encoder stop", 0.0005), ("brown-out", 0.0003), ("full FIFO", 0.0002), ("flash write failure", 0.0002), ("clock jump", 0.0005),
        ("Wi-Fi loss", 0.0005), ("program pause", 0.0005), ("program hang", 0.00005), ("bad batch", 0.0004),
    ];

    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, long> Counts => counts;

    internal PartFault DrawPart()
    {
        double x = random.NextDouble();
        if (!enabled)
            return PartFault.None;

        foreach (var (fault, name, share) in OfParts)
        {
            if ((x -= share) < 0)
            {
                Count(name);
                return fault;
            }
        }

        return PartFault.None;
    }

    /// <summary>Name of a fault of the plant, or an empty text.</summary>
    internal string DrawPlant()
    {
        double x = random.NextDouble();
        if (!enabled)
            return "";

        foreach (var (name, share) in OfPlant)
        {
            if ((x -= share) < 0)
            {
                Count(name);
                return name;
            }
        }

        return "";
    }

    private void Count(string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
