namespace EdgeAD.Vision.Evaluation.Comparison;

/// <summary>A figure of two models on the same pictures.</summary>
/// <param name="First">Of the first model.</param>
/// <param name="Second">Of the second model.</param>
/// <param name="Low">2.5 % quantile of second minus first over resampled parts.</param>
/// <param name="High">97.5 % quantile.</param>
public sealed record Difference(double First, double Second, double Low, double High)
{
    /// <summary>Second minus first.</summary>
    public double Value => Second - First;

    /// <summary>True when the interval leaves 0 out: the difference is unlikely to be luck.</summary>
    public bool IsClear => Low > 0 || High < 0;
}
