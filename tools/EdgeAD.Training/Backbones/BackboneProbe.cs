using EdgeAD.Training.Torch;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Pictures;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>
/// Judges a backbone by what it is for: float features at the cut, principal components, one Gaussian per cell shrunk to the pooled
/// covariance (PaDiM, Defard et al. 2020), mean of the most abnormal cells as the picture's score, image AUROC.
/// </summary>
/// <remarks>A yardstick for backbones only. The detector that ships is fitted on the kernels' int8 features in EdgeAD.Vision.</remarks>
public sealed class BackboneProbe
{
    private const int FeatureBatch = 64;
    private readonly ProbeOptions _options;
    private readonly Dictionary<string, byte[]> _pictures = new(StringComparer.Ordinal);

    /// <summary>A probe that keeps resized pictures, so that several backbones can be judged in turn.</summary>
    public BackboneProbe(ProbeOptions options)
    {
        TorchRuntime.Prepare();
        _options = options;
    }

    /// <summary>Judges a backbone on a data set that has defects.</summary>
    public ProbeResult Judge(Backbone backbone, IReadOnlyList<string> cut, Dataset dataset, CancellationToken cancel = default)
    {
        Backbone net = backbone.Truncate(cut);
        using var torchNet = new TorchBackbone(net, CPU, trainable: false);
        var features = new Dictionary<string, float[]>(StringComparer.Ordinal);
        (int cells, int channels) = Extract(torchNet, dataset.Samples, features, cancel);
        double[] aurocs = _options.Seeds.Select(seed => Auroc(seed == 0 ? dataset : dataset.Reshuffle(seed), features, cells, channels)).ToArray();
        double mean = aurocs.Average();
        return new ProbeResult(dataset.Name, net.DefaultCut, mean, Math.Sqrt(aurocs.Select(a => (a - mean) * (a - mean)).Average()));
    }

    // Feature maps of every picture, [cells][channels], on the grid of the finest cut.
    private (int Cells, int Channels) Extract(TorchBackbone net, IReadOnlyList<Sample> samples, Dictionary<string, float[]> features, CancellationToken cancel)
    {
        int side = _options.Side, cells = 0, channels = 0;
        foreach (Sample[] chunk in samples.Chunk(FeatureBatch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            float[] batch = chunk.SelectMany(s => Preprocess(Load(s.Path), net.Source.Input)).ToArray();
            Dictionary<string, Tensor> maps = net.Forward(tensor(batch, [chunk.Length, net.Source.Input.Channels, side, side]), net.Source.DefaultCut);
            long grid = maps.Values.Max(m => m.shape[2]);
            Tensor joined = cat(net.Source.DefaultCut.Select(c => OnGrid(maps[c], grid)).ToArray(), 1);
            (channels, cells) = ((int)joined.shape[1], (int)(grid * grid));
            float[] flat = joined.permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
            for (int i = 0; i < chunk.Length; i++)
                features[chunk[i].Path] = flat[(i * cells * channels)..((i + 1) * cells * channels)];
        }

        return (cells, channels);
    }

    private double Auroc(Dataset dataset, Dictionary<string, float[]> features, int cells, int channels)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor train = Stack(dataset.TrainGood, features, cells, channels), flat = train.reshape(-1, channels);
        Tensor mean = flat.mean([0]), centred = flat - mean;
        (Tensor _, Tensor vectors) = linalg.eigh(centred.t().matmul(centred) / (flat.shape[0] - 1));
        int dimensions = Math.Min(_options.Dimensions, channels);
        Tensor basis = vectors.narrow(1, channels - dimensions, dimensions);
        Tensor Project(Tensor x) => (x - mean).matmul(basis);

        Tensor z = Project(train), centre = z.mean([0], keepdim: true), d = (z - centre).permute(1, 0, 2);
        Tensor own = d.transpose(1, 2).matmul(d) / Math.Max(1, z.shape[0] - 1), pooled = own.mean([0], keepdim: true);
        Tensor ridge = eye(dimensions, dtype: ScalarType.Float64) * (1e-4 * pooled[0].trace() / dimensions);
        Tensor precision = linalg.inv(own * (1 - _options.Shrinkage) + pooled * _options.Shrinkage + ridge);
        double[] Scores(IReadOnlyList<Sample> samples)
        {
            Tensor e = (Project(Stack(samples, features, cells, channels)) - centre).permute(1, 0, 2);
            Tensor distance = e.matmul(precision).mul(e).sum(2).t();
            int top = Math.Max(1, (int)Math.Round(cells * _options.TopShare));
            return distance.topk(top, 1).values.mean([1]).data<double>().ToArray();
        }

        return Auroc(Scores(dataset.TestGood), Scores(dataset.Defects));
    }

    private static Tensor Stack(IReadOnlyList<Sample> samples, Dictionary<string, float[]> features, int cells, int channels) =>
        tensor(samples.SelectMany(s => features[s.Path]).ToArray(), [samples.Count, cells, channels]).to(ScalarType.Float64);

    /// <summary>Probability that a defect scores above a good picture; ties count half.</summary>
    internal static double Auroc(double[] good, double[] bad)
    {
        double wins = 0;
        foreach (double b in bad)
        {
            foreach (double g in good)
                wins += b > g ? 1 : b == g ? 0.5 : 0;
        }

        return wins / ((double)good.Length * bad.Length);
    }

    // Coarser maps are repeated onto the finest grid.
    private static Tensor OnGrid(Tensor map, long grid)
    {
        if (map.shape[2] == grid)
            return map;
        Tensor rows = arange(grid, dtype: ScalarType.Int64) * map.shape[2] / grid;
        Tensor index = rows.floor().to(ScalarType.Int64).clamp_max(map.shape[2] - 1);
        return map.index_select(2, index).index_select(3, index);
    }

    private byte[] Load(string path)
    {
        if (_pictures.TryGetValue(path, out byte[]? ready))
            return ready;
        Picture picture = PictureLoader.Load(path);
        int square = Math.Min(picture.Width, picture.Height);
        return _pictures[path] = Resampler.Resize(
            picture.Rgb, picture.Width, picture.Height, (picture.Width - square) / 2, (picture.Height - square) / 2, square, square, _options.Side, _options.Side);
    }

    internal static float[] Preprocess(byte[] rgb, Preprocessing input)
    {
        int pixels = rgb.Length / 3;
        var values = new float[input.Channels * pixels];
        for (int c = 0; c < input.Channels; c++)
        {
            for (int i = 0; i < pixels; i++)
            {
                float v = input.Color switch
                {
                    "grey" => 0.299f * rgb[3 * i] + 0.587f * rgb[3 * i + 1] + 0.114f * rgb[3 * i + 2],
                    "bgr" => rgb[3 * i + 2 - c],
                    _ => rgb[3 * i + c],
                };
                values[c * pixels + i] = v * input.Scale[c] + input.Offset[c];
            }
        }

        return values;
    }
}
