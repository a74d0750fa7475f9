using EdgeAD.Vision;
using EdgeAD.Vision.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>Everything a training needs to go on after a kill, in one safetensors file that is replaced as a whole.</summary>
internal static class TrainingCheckpoint
{
    /// <summary>Writes the checkpoint.</summary>
    public static void Save(string path, string fingerprint, int nextStep, double seconds, string log, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var file = new SafetensorsFile();
        file.Metadata["fingerprint"] = fingerprint;
        file.Metadata["next_step"] = nextStep.ToString(System.Globalization.CultureInfo.InvariantCulture);
        file.Metadata["seconds"] = seconds.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        file.Metadata["log"] = log;
        foreach ((string name, Tensor tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            Tensor flat = tensor.detach().to(CPU).contiguous();
            file.Tensors.Add(SafetensorsTensor.FromFloats(name, tensor.shape.Select(d => (int)d).ToArray(), flat.data<float>().ToArray()));
        }

        byte[] bytes = file.ToBytes();
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Puts a checkpoint's tensors in place; null when there is none for these options.</summary>
    public static (int NextStep, double Seconds, string Log)? TryLoad(string path, string fingerprint, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        if (!File.Exists(path))
            return null;
        SafetensorsFile file = SafetensorsFile.Parse(File.ReadAllBytes(path), Path.GetFileName(path));
        if (file.Metadata.GetValueOrDefault("fingerprint") != fingerprint)
            return null;
        var stored = file.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        using var frozen = no_grad();
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (!stored.TryGetValue(name, out SafetensorsTensor? from) || from.Shape.Aggregate(1L, (a, d) => a * d) != tensor.numel())
                throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"the checkpoint {path} lacks '{name}'", "delete it to start anew");
            using var scope = NewDisposeScope();
            Tensor values = torch.tensor(from.ToFloats(), tensor.shape);
            tensor.copy_(values.to(tensor.device));
        }

        return (
            int.Parse(file.Metadata["next_step"], System.Globalization.CultureInfo.InvariantCulture),
            double.Parse(file.Metadata["seconds"], System.Globalization.CultureInfo.InvariantCulture),
            file.Metadata.GetValueOrDefault("log", ""));
    }
}
