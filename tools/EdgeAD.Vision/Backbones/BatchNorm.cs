namespace EdgeAD.Vision.Backbones;

/// <summary>Batch norm folded into the convolution before it.</summary>
public static class BatchNorm
{
    /// <summary><c>y = gamma * (conv(x) - mean) / sqrt(variance + epsilon) + beta</c> as one convolution.</summary>
    /// <param name="weights">Weights <c>[out][...]</c> and bias <c>[out]</c> of the convolution.</param>
    /// <param name="gamma">Scale, <c>[out]</c>.</param>
    /// <param name="beta">Offset, <c>[out]</c>.</param>
    /// <param name="mean">Running mean, <c>[out]</c>.</param>
    /// <param name="variance">Running variance, <c>[out]</c>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static LayerWeights Fold(LayerWeights weights, float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon)
    {
        int channels = weights.Bias.Length, fan = weights.Weight.Length / channels;
        var weight = new float[weights.Weight.Length];
        var bias = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double factor = gamma[c] / Math.Sqrt(variance[c] + epsilon);
            bias[c] = (float)(beta[c] + factor * (weights.Bias[c] - (double)mean[c]));
            for (int i = c * fan; i < (c + 1) * fan; i++)
                weight[i] = (float)(weights.Weight[i] * factor);
        }

        return new LayerWeights(weight, bias);
    }
}
