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
    private const int QuantizationFrames = 32;

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
        _grid = GridPlan.For([.. _backbone.DefaultCut.Select(c => (_network.TensorOf[c], _network.Sizes[_network.TensorOf[c]].Rows, _network.Sizes[_network.TensorOf[c]].Columns, _backbone.StrideOf(c)))]);
    }

    /// <summary>Studies a data set that has defects.</summary>
    public IReadOnlyList<QuantizationResult> Run(Dataset dataset, IReadOnlyList<int> seeds, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        Sample[] samples = [.. dataset.Samples.Where(s => s.IsGood || s.Split == Split.Test)];
        Frame[] frames = FrameLoader.Load(samples, _side, _side, _network.InputChannels, Fit.CenterCrop, progress, cancel);
        CellFeatures real = FloatFeatures(frames, cancel);
        var index = samples.Select((s, i) => (s.Path, i)).ToDictionary(p => p.Path, p => p.i, StringComparer.Ordinal);
        var results = new List<QuantizationResult>();
        foreach (int seed in seeds)
        {
            progress?.Report(new WorkProgress($"{dataset.Name}, seed {seed}", results.Count, seeds.Count));
            Dataset split = seed == 0 ? dataset : dataset.Reshuffle(seed);
            int[] Of(IReadOnlyList<Sample> some) => [.. some.Select(s => index[s.Path])];
            int[] train = Of(split.TrainGood), good = Of(split.TestGood), defects = Of(split.Defects), test = [.. good, .. defects];
            Frame[] seen = [.. Enumerable.Range(0, Math.Min(QuantizationFrames, train.Length)).Select(i => frames[train[(int)((long)i * train.Length / Math.Min(QuantizationFrames, train.Length))]])];
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

    private CellFeatures FloatFeatures(Frame[] frames, CancellationToken cancel)
    {
        byte[] probe = ModelWriter.Write(ProbeModel.Input(_side, _side, _network.InputChannels, Fit.CenterCrop));
        var features = new float[frames.Length][];
        EngineFarm.ForEach(probe, frames, (engine, i, frame) => features[i] = Gather(FloatForward.Run(_network, engine.Tap(frame, 0)[0])), cancel);
        return new CellFeatures(features, _grid.Rows * _grid.Columns, Channels);
    }

    private int Channels => _grid.Cuts.Sum(c => _network.ChannelsOf(c.Tensor));

    /// <summary>The cells' vectors as the kernels gather them, pooled values averaged.</summary>
    private float[] Gather(float[][] maps)
    {
        var cells = new float[_grid.Rows * _grid.Columns * Channels];
        int at = 0;
        for (int cell = 0; cell < _grid.Rows * _grid.Columns; cell++)
        {
            foreach (CutSpec cut in _grid.Cuts)
            {
                int channels = _network.ChannelsOf(cut.Tensor), columns = _network.Sizes[cut.Tensor].Columns;
                int row = cell / _grid.Columns * cut.Pool / cut.Repeat, column = cell % _grid.Columns * cut.Pool / cut.Repeat;
                Span<float> vector = cells.AsSpan(at, channels);
                for (int p = 0; p < cut.Pool * cut.Pool; p++)
                    VectorMath.AddScaled(vector, maps[cut.Tensor].AsSpan((((row + (p / cut.Pool)) * columns) + column + (p % cut.Pool)) * channels, channels), 1f / (cut.Pool * cut.Pool));
                at += channels;
            }
        }

        return cells;
    }

    /// <summary>The kernels' maps in real values, gathered like the float ones.</summary>
    private CellFeatures Features(NetworkSpec network, Frame[] frames, CancellationToken cancel)
    {
        int[] cuts = [.. _grid.Cuts.Select(c => c.Tensor)];
        var features = new float[frames.Length][];
        EngineFarm.ForEach(
            ModelWriter.Write(ProbeModel.Tap(network)),
            frames,
            (engine, i, frame) =>
            {
                sbyte[][] codes = engine.Tap(frame, cuts);
                var maps = new float[network.Tensors.Count][];
                for (int k = 0; k < cuts.Length; k++)
                    maps[cuts[k]] = network.Tensors[cuts[k]].Reals(codes[k]);
                features[i] = Gather(maps);
            },
            cancel);
        return new CellFeatures(features, _grid.Rows * _grid.Columns, Channels);
    }
}
