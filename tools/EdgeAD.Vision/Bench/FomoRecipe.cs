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
        CellView view = bank.View(cut);
        float[][] projection = RandomProjection(view.Channels, new Random(seed));
        float[][] cells = new float[frames.Length][];
        Parallel.For(0, frames.Length, i => cells[i] = Pool(view, Project(view, i, projection)));
        int perPicture = cells[0].Length / Dimensions;
        var z = new CellFeatures(cells[..train], perPicture, Dimensions);
        var density = new FloatDensity(MixtureFit.Fit(z, Components, full: true, seed, cancel), Dimensions);

        float[][] surprise = new float[frames.Length][];
        Parallel.For(0, frames.Length, i => surprise[i] = density.Surprise(cells[i]));
        double mean = surprise[..train].SelectMany(s => s).Average(s => (double)s);
        float[] scores = [.. surprise.Select(s => s.Max(v => (float)Math.Abs(v - mean)))]; // dividing by the deviation changes no order
        return RocCurve.Of(scores[train..(train + dataset.TestGood.Count)], scores[(train + dataset.TestGood.Count)..]).Area ?? double.NaN;
    }

    private static float[][] RandomProjection(int channels, Random random) =>
        [.. Enumerable.Range(0, Dimensions).Select(_ => Enumerable.Range(0, channels).Select(_ => (float)Gaussian(random)).ToArray())];

    /// <summary>Box and Muller's transform.</summary>
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Project(CellView view, int picture, float[][] projection)
    {
        var result = new float[view.Cells * Dimensions];
        var features = new float[view.Channels];
        for (int cell = 0; cell < view.Cells; cell++)
        {
            view.Gather(picture, cell, features);
            for (int k = 0; k < Dimensions; k++)
                result[(cell * Dimensions) + k] = System.Numerics.Tensors.TensorPrimitives.Dot(projection[k], features);
        }

        return result;
    }

    private static float[] Pool(CellView view, float[] z)
    {
        int rows = ((view.Rows - Window) / Stride) + 1, columns = ((view.Columns - Window) / Stride) + 1;
        var pooled = new float[rows * columns * Dimensions];
        for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
        for (int k = 0; k < Dimensions; k++)
        {
            float sum = 0;
            for (int i = 0; i < Window * Window; i++)
                sum += z[(((((y * Stride) + (i / Window)) * view.Columns) + (x * Stride) + (i % Window)) * Dimensions) + k];
            pooled[(((y * columns) + x) * Dimensions) + k] = sum / (Window * Window);
        }

        return pooled;
    }
}
