using EdgeAD.Training.Torch;
using EdgeAD.Vision.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>Learning without a teacher: two crops of one picture shall have like features, different pictures unlike ones (VICReg, Bardes et al. 2022), at three depths.</summary>
internal sealed class SelfSupervision : ITrainingObjective
{
    private const int Width = 256;
    private const double Invariance = 25, Variance = 25, Covariance = 1;
    private readonly string[] _depths;
    private readonly Dictionary<string, Tensor> _projectors = new(StringComparer.Ordinal);

    public SelfSupervision(Backbone student, Device device, int seed)
    {
        _depths = new[] { 4, 8, 16 }.Select(s => student.CutPoints.LastOrDefault(c => student.StrideOf(c) == s)).OfType<string>().ToArray();
        var random = new Random(seed);
        using var scope = NewDisposeScope();
        foreach (string depth in _depths)
        {
            int channels = 2 * student.LayerOf(depth).OutChannels;
            Add(depth + ".projector1", Width, channels, random, device);
            Add(depth + ".projector2", Width, Width, random, device);
        }
    }

    public string Description => $"self-supervised (VICReg at {string.Join(", ", _depths)})";

    public int Views => 2;

    public IReadOnlyDictionary<string, Tensor> Parameters => _projectors;

    public IReadOnlyDictionary<string, Tensor> Buffers { get; } = new Dictionary<string, Tensor>();

    public void Start(TorchBackbone student, IEnumerable<Tensor> batches)
    {
        // Nothing to measure: the student's own features are the targets.
    }

    public Tensor Loss(TorchBackbone student, Tensor batch, TrainingPhase phase, IDictionary<string, Tensor> parts)
    {
        Dictionary<string, Tensor> maps = student.Forward(batch, _depths, phase.BatchStatistics, null, phase.Quantized ? FakeQuantizer.Apply : null);
        Tensor? total = null;
        foreach (string depth in _depths)
        {
            Tensor map = maps[depth], mean = map.mean([2, 3]);
            // mean and spread of every channel: texture shows in the spread
            Tensor features = cat([mean, (map - mean.unsqueeze(-1).unsqueeze(-1)).square().mean([2, 3]).add(1e-4).sqrt()], 1);
            Tensor hidden = nn.functional.relu(Standardise(features.matmul(_projectors[depth + ".projector1"].t())));
            Tensor z = hidden.matmul(_projectors[depth + ".projector2"].t());
            Tensor loss = VicReg(z);
            parts[depth] = loss.detach();
            total = total is null ? loss : total + loss;
        }

        return total! / _depths.Length;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _projectors.Values)
            tensor.Dispose();
    }

    // Batch norm without parameters: else the first layers decide how loud the projector speaks.
    private static Tensor Standardise(Tensor x)
    {
        Tensor centred = x - x.mean([0], keepdim: true);
        return centred * (centred.square().mean([0], keepdim: true) + 1e-4).rsqrt();
    }

    private static Tensor VicReg(Tensor z)
    {
        long half = z.shape[0] / 2;
        Tensor a = z.narrow(0, 0, half), b = z.narrow(0, half, half);
        Tensor invariance = (a - b).square().mean();
        Tensor centred = z - z.mean([0], keepdim: true);
        Tensor variance = nn.functional.relu(1 - (centred.square().mean([0]) + 1e-4).sqrt()).mean();
        Tensor covariance = centred.t().matmul(centred) / (z.shape[0] - 1);
        Tensor off = (covariance.square().sum() - covariance.diagonal().square().sum()) / Width;
        return Invariance * invariance + Variance * variance + Covariance * off;
    }

    private void Add(string name, int rows, int columns, Random random, Device device)
    {
        float[] weights = Enumerable.Range(0, rows * columns).Select(_ => (float)((random.NextDouble() * 2 - 1) * Math.Sqrt(3.0 / columns))).ToArray();
        _projectors[name] = tensor(weights, [rows, columns]).to(device).detach().requires_grad_(true).DetachFromDisposeScope();
    }
}
