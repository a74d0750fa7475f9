namespace EdgeAD.Vision.Quantization;

/// <summary>What one output channel costs at each shift: the noise that rounding its weights and its values adds.</summary>
/// <remarks>
/// A channel's value is <c>accumulator * weightScale</c> and its code <c>accumulator >> shift</c>, so <c>outputScale = weightScale * 2^shift</c>: at one shift the output
/// scale that the channel's range asks for and the weight scale that its largest weight asks for hardly ever agree, and the finer of the two
/// is wasted. Channels that agree at the same shift belong into one group.
/// </remarks>
/// <param name="Gain">Square of what an error of this channel becomes further on, relative to other channels.</param>
/// <param name="LeastWeightScale">Smallest scale at which its weights and its accumulator fit.</param>
/// <param name="WantedScale">Output scale that its range asks for.</param>
/// <param name="InputVariance">Sum of the variances of its inputs, in squared code steps.</param>
internal readonly record struct ChannelCost(double Gain, double LeastWeightScale, double WantedScale, double InputVariance)
{
    /// <summary>Shifts that accumulators of 20 bits leave sense in.</summary>
    public const int MaxShift = 14;

    /// <summary>Share of the variance of plain rounding that is left once weights make up for each other's rounding.</summary>
    private const double WeightNoise = 0.3;

    /// <summary>Output scale at a shift: as wanted, or larger where weights would not fit.</summary>
    public double OutputScale(int shift) => Math.Max(WantedScale, LeastWeightScale * (1 << shift));

    /// <summary>Weight scale at a shift.</summary>
    public double WeightScale(int shift) => OutputScale(shift) / (1 << shift);

    /// <summary>Variance of the rounding at a shift, weighted.</summary>
    public double At(int shift)
    {
        double value = OutputScale(shift), weight = WeightScale(shift);
        return Gain * ((value * value) + (WeightNoise * weight * weight * InputVariance)) / 12;
    }

    /// <summary>The shift that costs a group least.</summary>
    public static int Best(ReadOnlySpan<ChannelCost> group)
    {
        (int best, double least) = (0, double.PositiveInfinity);
        for (int shift = 0; shift <= MaxShift; shift++)
        {
            double cost = 0;
            foreach (ChannelCost channel in group)
                cost += channel.At(shift);
            if (cost < least)
                (best, least) = (shift, cost);
        }

        return best;
    }
}
