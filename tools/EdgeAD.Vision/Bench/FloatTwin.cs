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
        CellView view = View(network, truncated, frames, cancel);
        int train = dataset.TrainGood.Count;
        int[] good = [.. Enumerable.Range(0, train)];
        FloatProjection projection = FloatProjection.Fit(view, good).Keep(candidate.Dimensions);
        var z = new float[frames.Length][];
        Parallel.For(0, frames.Length, i => z[i] = projection.Project(view, i));
        FloatDensity density = FloatDensity.Fit(candidate, new CellFeatures(z[..train], view.Cells, projection.Dimensions), seed, cancel);
        int top = candidate.TopCount(view.Cells);
        float[] scores = new float[frames.Length];
        Parallel.For(train, frames.Length, i => scores[i] = CandidateScorer.TopMean(Sorted(density.Surprise(z[i])), top));
        return RocCurve.Of(scores[train..(train + dataset.TestGood.Count)], scores[(train + dataset.TestGood.Count)..]).Area ?? double.NaN;
    }

    private static float[] Sorted(float[] values)
    {
        Array.Sort(values);
        return values;
    }

    /// <summary>Float maps of every frame at the cuts; the frames reach the network as the kernels resize them.</summary>
    private static CellView View(FloatNetwork network, Backbone truncated, Frame[] frames, CancellationToken cancel)
    {
        int size = network.Sizes[0].Rows;
        int[] tensors = [.. truncated.DefaultCut.Select(c => network.TensorOf[c])];
        GridPlan grid = GridPlan.For([.. truncated.DefaultCut.Select((c, i) => (i, network.Sizes[tensors[i]].Rows, network.Sizes[tensors[i]].Columns, truncated.StrideOf(c)))]);
        byte[] probe = ModelWriter.Write(ProbeModel.Input(size, size, network.InputChannels, Fit.CenterCrop));
        var maps = new float[frames.Length][][];
        EngineFarm.ForEach(probe, frames, (engine, i, frame) =>
        {
            float[][] all = FloatForward.Run(network, engine.Tap(frame, 0)[0]);
            maps[i] = [.. tensors.Select(t => all[t])];
        }, cancel);
        TensorSpec[] shapes = [.. tensors.Select(t => new TensorSpec(network.Sizes[t].Rows, network.Sizes[t].Columns, network.Layers[t - 1].Source.OutChannels, 1, 0))];
        return new CellView(maps, shapes, grid);
    }
}
