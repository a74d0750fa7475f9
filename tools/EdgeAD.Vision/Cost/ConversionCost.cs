namespace EdgeAD.Vision.Cost;

/// <summary>What it takes to make the rows of a model out of a camera frame of 240x240 pixels RGB565, counted for every size of input that training accepts.</summary>
/// <param name="Side">Side of the input.</param>
/// <param name="Channels">3 or 1.</param>
/// <param name="Instructions">Counted.</param>
public sealed record ConversionCost(int Side, int Channels, double Instructions)
{
    /// <summary>Looked up; between counted sizes in proportion, beyond them by pixels. Whether sides divide well matters more than their size, so nothing is fitted.</summary>
    /// <param name="counted">At least one of these channels.</param>
    /// <param name="side">Side of the input.</param>
    /// <param name="channels">3 or 1.</param>
    public static double Of(IReadOnlyList<ConversionCost> counted, double side, int channels)
    {
        ConversionCost[] same = [.. counted.Where(c => c.Channels == channels).OrderBy(c => c.Side)];
        ConversionCost below = same.LastOrDefault(c => c.Side <= side) ?? same[0], above = same.FirstOrDefault(c => c.Side >= side) ?? same[^1];
        if (below.Side != above.Side)
            return below.Instructions + ((above.Instructions - below.Instructions) * (side - below.Side) / (above.Side - below.Side));
        return side > below.Side ? below.Instructions * side * side / (below.Side * (double)below.Side) : below.Instructions;
    }
}
