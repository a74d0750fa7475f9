using System.Diagnostics;
using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Quantization;

/// <summary>What quantisation costs detection: the same detector on float features, on exact int8 ones and on int8 ones that left by shifts.</summary>
public sealed class QuantizationStudy
{
    private readonly Backbone _backbone;
    private readonly FloatNetwork _network;
    private readonly GridPlan _grid;
    private readonly int _side;

    /// <summary>Prepares a backbone.</summary>
    /// <param name="backbone">Any backbone; its default cut is used.</param>
    /// <param name="side">Side of the square input.</param>
    public QuantizationStudy(Backbone backbone, int side)
    {
        _side = side;
        _backbone = backbone.Truncate(backbone.DefaultCut);
        _network = FloatNetwork.From(_backbone, side, side, grey: false);
        _grid = GridPlan.For(_network, _backbone);
    }

    /// <summary>Studies a data set that has defects.</summary>
    public IReadOnlyList<QuantizationResult> Run(Dataset dataset, IReadOnlyList<int> seeds, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        Sample[] samples = [.. dataset.Samples.Where(s => s.IsGood || s.Split == Split.Test)];
        Frame[] frames = FrameLoader.Load(samples, _side, _side, _network.InputChannels, Fit.CenterCrop, progress, cancel);
        CellFeatures real = FloatCells.Of(_network, _grid, frames, cancel).Gather();
        var index = samples.Select((s, i) => (s.Path, i)).ToDictionary(p => p.Path, p => p.i, StringComparer.Ordinal);
        var results = new List<QuantizationResult>();
        foreach (int seed in seeds)
        {
            progress?.Report(new WorkProgress($"{dataset.Name}, seed {seed}", results.Count, seeds.Count));
            Dataset split = seed == 0 ? dataset : dataset.Reshuffle(seed);
            int[] Of(IReadOnlyList<Sample> some) => [.. some.Select(s => index[s.Path])];
            int[] train = Of(split.TrainGood), good = Of(split.TestGood), defects = Of(split.Defects), test = [.. good, .. defects];
            Frame[] seen = QuantizationSample.Of([.. train.Select(i => frames[i])]);
            CellFeatures exact = Features(RangeCalibrator.Quantize(_network, Fit.CenterCrop, seen, cancel), frames, cancel);
            long start = Stopwatch.GetTimestamp();
            NetworkSpec shifted = GroupShiftQuantizer.Quantize(_network, Fit.CenterCrop, seen, cancel);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            CellFeatures shift = Features(shifted, frames, cancel);
            results.Add(new QuantizationResult(
                dataset.Name, seed, Auroc(real, train, good, defects), Auroc(exact, train, good, defects), Auroc(shift, train, good, defects),
                Decibel(real, exact, test), Decibel(real, shift, test), seconds));
        }

        return results;
    }

    private static double Auroc(CellFeatures features, int[] train, int[] good, int[] defects)
    {
        var detector = new FeatureDetector(features.Of(train));
        float[] Scores(int[] some)
        {
            var scores = new float[some.Length];
            Parallel.For(0, some.Length, i => scores[i] = detector.Score(features, some[i]));
            return scores;
        }

        return RocCurve.Of(Scores(good), Scores(defects)).Area ?? double.NaN;
    }

    /// <summary>Power of the float features around their mean over the power of the difference.</summary>
    private static double Decibel(CellFeatures real, CellFeatures measured, int[] pictures)
    {
        int channels = real.Dimensions;
        double[] mean = new double[channels], signal = new double[channels], noise = new double[channels];
        double count = 0;
        foreach (int p in pictures)
        {
            count += real.Cells;
            for (int i = 0; i < real.Pictures[p].Length; i++)
            {
                double value = real.Pictures[p][i], error = measured.Pictures[p][i] - value;
                mean[i % channels] += value;
                signal[i % channels] += value * value;
                noise[i % channels] += error * error;
            }
        }

        double power = signal.Zip(mean, (s, m) => s - (m * m / count)).Sum();
        return 10 * Math.Log10(power / Math.Max(noise.Sum(), 1e-30));
    }

    /// <summary>The kernels' maps in real values, gathered like the float ones.</summary>
    private CellFeatures Features(NetworkSpec network, Frame[] frames, CancellationToken cancel)
    {
        int[] cuts = [.. _grid.Cuts.Select(c => c.Tensor)];
        var maps = new float[frames.Length][][];
        EngineFarm.ForEach(
            ModelWriter.Write(ProbeModel.Tap(network)),
            frames,
            (engine, i, frame) =>
            {
                sbyte[][] codes = engine.Tap(frame, cuts);
                maps[i] = new float[network.Tensors.Count][];
                for (int k = 0; k < cuts.Length; k++)
                    maps[i][cuts[k]] = network.Tensors[cuts[k]].Reals(codes[k]);
            },
            cancel);
        return new FloatCells(_network, _grid, maps).Gather();
    }
}
