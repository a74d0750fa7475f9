using System.Numerics.Tensors;
using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Search;

namespace EdgeAD.Vision.Bench;

/// <summary>
/// The baseline: FOMO-AD as its public models do it. MobileNetV2 cut at <c>block_6_expand</c>, a Gaussian random projection to 16 dimensions, 3x3 mean
/// pooling with stride 2 without padding, one mixture of 16 full-covariance Gaussians for all cells, absolute z-score of the log likelihood, worst cell.
/// </summary>
internal static class FomoRecipe
{
    private const int InputSize = 96, Dimensions = 16, Components = 16, Window = 3, Stride = 2;
    private const string Cut = "block_6_expand";

    /// <summary>Image AUROC on the test pictures.</summary>
    public static double Auroc(Dataset dataset, Backbone backbone, int seed, CancellationToken cancel)
    {
        Sample[] samples = [.. dataset.TrainGood, .. dataset.TestGood, .. dataset.Defects];
        Frame[] frames = FrameLoader.Load(samples, InputSize, InputSize, 3, Fit.CenterCrop, null, cancel);
        int train = dataset.TrainGood.Count;
        IReadOnlyList<string> cut = backbone.ResolveCuts([Cut]);
        FeatureBank bank = FeatureBank.Extract(backbone, cut, InputSize, grey: false, frames[..train], frames, cancel);
        FeatureMaps maps = bank.Gather(cut);
        float[][] projection = RandomProjection(bank.UnitsOf(cut), new Random(seed));
        var cells = new float[frames.Length][];
        Parallel.For(0, frames.Length, i => cells[i] = Pool(maps, Project(maps, i, projection)));
        int perPicture = cells[0].Length / Dimensions;
        GaussianMixture mixture = MixtureFit.Fit(new CellFeatures(cells[..train], perPicture, Dimensions), Components, full: true, seed, cancel);

        var likelihood = new double[frames.Length][];
        Parallel.For(0, frames.Length, i => likelihood[i] = [.. Enumerable.Range(0, perPicture).Select(cell => LogDensity(mixture, cells[i].AsSpan(cell * Dimensions, Dimensions)))]);
        double mean = likelihood[..train].SelectMany(l => l).Average();
        float[] scores = [.. likelihood.Select(l => l.Max(v => (float)Math.Abs(v - mean)))]; // dividing by the deviation changes no order
        return RocCurve.Of(scores[train..(train + dataset.TestGood.Count)], scores[(train + dataset.TestGood.Count)..]).Area ?? double.NaN;
    }

    private static double LogDensity(GaussianMixture mixture, ReadOnlySpan<float> z)
    {
        Span<double> x = stackalloc double[Dimensions];
        for (int k = 0; k < Dimensions; k++)
            x[k] = z[k];
        return mixture.LogDensity(x);
    }

    /// <summary>Rows of Gaussian weights for int8 codes; together they scale features to about unit size.</summary>
    private static float[][] RandomProjection(double[] unit, Random random) =>
        [.. Enumerable.Range(0, Dimensions).Select(_ => unit.Select(u => (float)(u * Gaussian(random) / Math.Sqrt(unit.Length))).ToArray())];

    /// <summary>Box and Muller's transform.</summary>
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Project(FeatureMaps maps, int picture, float[][] projection)
    {
        var result = new float[maps.Cells * Dimensions];
        var features = new float[maps.Channels];
        for (int cell = 0; cell < maps.Cells; cell++)
        {
            TensorPrimitives.ConvertChecked(maps.At(picture, cell), features);
            for (int k = 0; k < Dimensions; k++)
                result[(cell * Dimensions) + k] = TensorPrimitives.Dot(projection[k], features);
        }

        return result;
    }

    private static float[] Pool(FeatureMaps maps, float[] z)
    {
        int rows = ((maps.Rows - Window) / Stride) + 1, columns = ((maps.Columns - Window) / Stride) + 1;
        var pooled = new float[rows * columns * Dimensions];
        for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
        for (int k = 0; k < Dimensions; k++)
        {
            float sum = 0;
            for (int i = 0; i < Window * Window; i++)
                sum += z[(((((y * Stride) + (i / Window)) * maps.Columns) + (x * Stride) + (i % Window)) * Dimensions) + k];
            pooled[(((y * columns) + x) * Dimensions) + k] = sum / (Window * Window);
        }

        return pooled;
    }
}
