using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Search;

namespace EdgeAD.Vision.Bench;

/// <summary>A configuration without quantisation: float network, float projection, density in float. What int8 on the kernels is measured against.</summary>
internal static class FloatTwin
{
    /// <summary>Image AUROC on the test pictures.</summary>
    public static double Auroc(Dataset dataset, Backbone backbone, Candidate candidate, int seed, CancellationToken cancel)
    {
        Sample[] samples = [.. dataset.TrainGood, .. dataset.TestGood, .. dataset.Defects];
        Backbone truncated = backbone.Truncate(candidate.Cuts);
        FloatNetwork network = FloatNetwork.From(truncated, candidate.InputSize, candidate.InputSize, candidate.Grey);
        Frame[] frames = FrameLoader.Load(samples, candidate.InputSize, candidate.InputSize, network.InputChannels, Fit.CenterCrop, null, cancel);
        FloatCells view = FloatCells.Of(network, GridPlan.For(network, truncated), frames, cancel);
        DensityOptions options = candidate.Density with { Seed = seed };
        int train = dataset.TrainGood.Count;
        FloatProjection projection = FloatProjection.Fit(view, [.. Enumerable.Range(0, train)])
            .Keep(options.Dimensions, options.Projection == ProjectionKind.Trailing ? options.Discard : 0);
        var z = new float[frames.Length][];
        Parallel.For(0, frames.Length, i => z[i] = See(projection.Project(view, i), view, options));
        Func<float[], float[]> surprise = Density(new CellFeatures(z[..train], view.Cells, z[0].Length / view.Cells), view, options, cancel);
        int top = candidate.TopCount(view.Cells);
        float[] scores = new float[frames.Length];
        Parallel.For(train, frames.Length, i => scores[i] = CandidateScorer.TopMean(Sorted(surprise(z[i])), top));
        return RocCurve.Of(scores[train..(train + dataset.TestGood.Count)], scores[(train + dataset.TestGood.Count)..]).Area ?? double.NaN;
    }

    /// <summary>Smoothing over 3x3 cells, the grid's edge repeated, and places, as the head does both in integers.</summary>
    private static float[] See(float[] z, FloatCells view, DensityOptions options)
    {
        int d = z.Length / view.Cells, seen = d + (options.Positions ? 2 : 0);
        var result = new float[view.Cells * seen];
        for (int cell = 0; cell < view.Cells; cell++)
        {
            (int row, int column) = (cell / view.Columns, cell % view.Columns);
            int[] window = options.Smooth ? [.. Window(row, column, view, repeatEdge: true)] : [cell];
            for (int k = 0; k < d; k++)
                result[(cell * seen) + k] = window.Average(c => z[(c * d) + k]);
            if (options.Positions)
            {
                result[(cell * seen) + d] = Place(row, view.Rows);
                result[(cell * seen) + d + 1] = Place(column, view.Columns);
            }
        }

        return result;
    }

    private static float Place(int i, int count) => (i - ((count - 1) / 2f)) / MathF.Sqrt(Math.Max(((float)count * count) - 1, 1) / 12);

    /// <summary>Negative log density of every cell, in double precision.</summary>
    private static Func<float[], float[]> Density(CellFeatures good, FloatCells view, DensityOptions options, CancellationToken cancel)
    {
        if (options.Scope == Scope.Shared)
        {
            GaussianMixture mixture = MixtureFit.Fit(good, options.Components, options.Covariance == Covariance.Full, options.Seed, cancel);
            return z => [.. Enumerable.Range(0, view.Cells).Select(cell => (float)-mixture.LogDensity(Cell(z, cell, good.Dimensions)))];
        }

        Gaussian[] cells = [.. PerCellFit.Gaussians(good, view.Rows, options).Select(g => g.Gaussian)];
        return z => [.. Enumerable.Range(0, view.Cells).Select(cell =>
        {
            double[] x = Cell(z, cell, good.Dimensions);
            IEnumerable<int> reach = options.Jitter ? Window(cell / view.Columns, cell % view.Columns, view, repeatEdge: false) : [cell];
            return (float)-reach.Max(c => cells[c].LogDensity(x));
        })];
    }

    private static double[] Cell(float[] z, int cell, int dimensions) => Array.ConvertAll(z[(cell * dimensions)..((cell + 1) * dimensions)], v => (double)v);

    private static IEnumerable<int> Window(int row, int column, FloatCells view, bool repeatEdge)
    {
        for (int y = row - 1; y <= row + 1; y++)
        for (int x = column - 1; x <= column + 1; x++)
        {
            if (repeatEdge || (y >= 0 && x >= 0 && y < view.Rows && x < view.Columns))
                yield return (Math.Clamp(y, 0, view.Rows - 1) * view.Columns) + Math.Clamp(x, 0, view.Columns - 1);
        }
    }

    private static float[] Sorted(float[] values)
    {
        Array.Sort(values);
        return values;
    }
}
