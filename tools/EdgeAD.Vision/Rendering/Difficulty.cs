namespace EdgeAD.Vision.Rendering;

/// <summary>How hard a defect is to find.</summary>
public enum Difficulty
{
    /// <summary>Seen at a glance.</summary>
    Easy,

    /// <summary>Seen when looking.</summary>
    Medium,

    /// <summary>Seen when looking closely.</summary>
    Hard,
}
