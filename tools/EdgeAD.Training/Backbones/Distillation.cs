using EdgeAD.Training.Torch;
using EdgeAD.Vision.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>Feature distillation at many depths: the student's maps shall equal the teacher's, per channel normalised (as EfficientAD does for its student).</summary>
/// <remarks>
/// A teacher of the same shape is matched at every block, and in the forced phase each block reads the teacher's maps, so that all
/// blocks learn at once. Any other teacher is matched at strides 4, 8 and 16 through a linear adapter that is dropped afterwards.
/// The student's weights start at random in either case; of the teacher only its maps on the training pictures are seen.
/// </remarks>
internal sealed class Distillation : ITrainingObjective
{
    private sealed record Pair(string Student, string Teacher, double Weight, bool Adapter);

    private readonly TorchBackbone _teacher;
    private readonly List<Pair> _pairs = [];
    private readonly string[] _scaledLayers;
    private readonly Dictionary<string, Tensor> _adapters = new(StringComparer.Ordinal), _buffers = new(StringComparer.Ordinal);

    public Distillation(Backbone teacher, Backbone student, Device device, int seed)
    {
        bool sameShape = student.Layers.All(s => teacher.Layers.FirstOrDefault(t => t.Name == s.Name) is { } t && t.Op == s.Op && t.OutChannels == s.OutChannels && t.Stride == s.Stride)
            && student.Input.Channels == teacher.Input.Channels;
        if (sameShape)
            PairSameShape(student);
        else
            PairByStride(student, teacher);
        _scaledLayers = sameShape
            ? student.Layers.Where(l => l.Op == LayerOp.Pointwise && (l.Activation == Activation.None || _pairs.Any(p => p.Student == l.Name))).Select(l => l.Name).ToArray()
            : [];
        _teacher = new TorchBackbone(teacher, device, trainable: false);
        Description = $"distilled from {teacher.Name} at {_pairs.Count} depths{(sameShape ? "" : " through adapters")}";
        var random = new Random(seed);
        using var scope = NewDisposeScope();
        foreach (Pair pair in _pairs)
        {
            int channels = teacher.LayerOf(pair.Teacher).OutChannels, from = student.LayerOf(pair.Student).OutChannels;
            _buffers[pair.Student + ".mean"] = zeros(channels, device: device).DetachFromDisposeScope();
            _buffers[pair.Student + ".deviation"] = ones(channels, device: device).DetachFromDisposeScope();
            if (pair.Adapter)
            {
                float[] weights = Enumerable.Range(0, channels * from).Select(_ => (float)((random.NextDouble() * 2 - 1) * Math.Sqrt(3.0 / from))).ToArray();
                _adapters[pair.Student + ".adapter"] = tensor(weights, [channels, from, 1, 1]).to(device).detach().requires_grad_(true).DetachFromDisposeScope();
            }
        }
    }

    public string Description { get; }

    public int Views => 1;

    public IReadOnlyDictionary<string, Tensor> Parameters => _adapters;

    public IReadOnlyDictionary<string, Tensor> Buffers => _buffers;

    public void Start(TorchBackbone student, IEnumerable<Tensor> batches)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        string[] taps = [.. _pairs.Select(p => p.Teacher).Concat(_scaledLayers).Distinct()];
        var sums = taps.ToDictionary(t => t, _ => (Mean: zeros(1), Square: zeros(1)));
        int count = 0;
        foreach (Tensor batch in batches)
        {
            foreach ((string tap, Tensor map) in _teacher.Forward(batch, taps))
                sums[tap] = (sums[tap].Mean.to(map.device) + map.mean([0, 2, 3]), sums[tap].Square.to(map.device) + (map * map).mean([0, 2, 3]));
            count++;
        }

        foreach (string tap in taps)
        {
            Tensor mean = sums[tap].Mean / count, deviation = (sums[tap].Square / count - mean * mean).clamp_min(0).sqrt();
            // Channels that hardly ever speak would otherwise shout.
            deviation = deviation.maximum(0.1 * deviation.mean()).clamp_min(1e-4);
            foreach (Pair pair in _pairs.Where(p => p.Teacher == tap))
            {
                _buffers[pair.Student + ".mean"].copy_(mean);
                _buffers[pair.Student + ".deviation"].copy_(deviation);
            }

            if (_scaledLayers.Contains(tap))
            {
                // A matched layer starts with the scale of what it shall put out: batch norm would need thousands of steps to grow there.
                student.Parameters[tap + ".bn.weight"].copy_(deviation);
                student.Parameters[tap + ".bn.bias"].copy_(mean);
            }
        }
    }

    public Tensor Loss(TorchBackbone student, Tensor batch, TrainingPhase phase, IDictionary<string, Tensor> parts)
    {
        Dictionary<string, Tensor> wanted;
        using (no_grad())
            wanted = _teacher.Forward(batch, [.. _pairs.Select(p => p.Teacher).Distinct()]);
        bool force = phase.Forced && _adapters.Count == 0;
        Dictionary<string, Tensor>? forced = force ? wanted.Where(t => IsBlockOutput(t.Key)).ToDictionary(StringComparer.Ordinal) : null;
        Dictionary<string, Tensor> own = student.Forward(
            batch, [.. _pairs.Select(p => p.Student)], phase.BatchStatistics, forced, phase.Quantized ? FakeQuantizer.Apply : null);
        Tensor? total = null;
        foreach (Pair pair in _pairs)
        {
            Tensor scale = _buffers[pair.Student + ".deviation"].reciprocal().view(1, -1, 1, 1), made = own[pair.Student];
            Tensor error;
            if (pair.Adapter)
            {
                Tensor target = (wanted[pair.Teacher] - _buffers[pair.Student + ".mean"].view(1, -1, 1, 1)) * scale;
                error = nn.functional.conv2d(made, _adapters[pair.Student + ".adapter"]) - target;
                error -= error.mean([0, 2, 3], keepdim: true);
            }
            else
            {
                error = (made - wanted[pair.Teacher]) * scale;
            }

            Tensor loss = error.square().mean();
            parts[pair.Student] = loss.detach();
            total = total is null ? loss * pair.Weight : total + loss * pair.Weight;
        }

        return total! / _pairs.Sum(p => p.Weight);
    }

    public void Dispose()
    {
        _teacher.Dispose();
        foreach (Tensor tensor in _adapters.Values.Concat(_buffers.Values))
            tensor.Dispose();
    }

    private static bool IsBlockOutput(string layer) => layer.EndsWith("_add", StringComparison.Ordinal) || layer.EndsWith("_project", StringComparison.Ordinal);

    private void PairSameShape(Backbone student)
    {
        // Every block's output, and the expand layers that are usual cuts.
        foreach (string layer in student.CutPoints)
        {
            bool usualCut = layer is "block_3_expand" or "block_6_expand" or "block_13_expand";
            if (usualCut || IsBlockOutput(layer))
                _pairs.Add(new Pair(layer, layer, usualCut ? 2 : 1, false));
        }
    }

    private void PairByStride(Backbone student, Backbone teacher)
    {
        foreach (int stride in new[] { 4, 8, 16 })
        {
            string? s = student.CutPoints.LastOrDefault(c => student.StrideOf(c) == stride), t = teacher.CutPoints.LastOrDefault(c => teacher.StrideOf(c) == stride);
            if (s is not null && t is not null)
                _pairs.Add(new Pair(s, t, 1, true));
        }

        if (_pairs.Count == 0)
            throw new Vision.EdgeAdException(Vision.ErrorCode.BackboneUnsupported, $"{teacher.Name} has no maps at strides 4, 8 or 16 to learn from", "choose another teacher");
    }
}
