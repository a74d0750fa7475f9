using System.Text.Json;
using PureHDF;

namespace EdgeAD.Vision.Backbones.Import.Keras;

/// <summary>A Keras HDF5 file: the graph from <c>model_config</c>, or from the names of keras-applications in a weights-only file.</summary>
internal static class KerasFile
{
    private const int MaxDepth = 16;

    /// <summary>Reads graph and weights; models nested in models (Teachable Machine) are flattened.</summary>
    public static SourceGraph Read(string path, string source)
    {
        using var file = H5File.OpenRead(path);
        var tensors = new KerasTensors(source);
        Collect(file, tensors, 0);
        var notes = new List<string>();
        IReadOnlyList<SourceNode> nodes;
        if (file.AttributeExists("model_config"))
        {
            string config = file.Attribute("model_config").Read<string>();
            using JsonDocument json = JsonDocument.Parse(config);
            nodes = new KerasGraph(tensors, source).Flatten(json.RootElement);
        }
        else
        {
            nodes = KerasApplications.Rebuild(tensors, source);
            notes.Add("weights only: the graph is that of keras-applications for these layer names");
        }

        return new SourceGraph(
            "Keras HDF5",
            nodes,
            Preprocessing.PlusMinusOne,
            "RGB scaled to [-1, 1], the convention of keras-applications MobileNets (the file does not say)",
            PadsLikeTensorFlow: true,
            notes);
    }

    private static void Collect(IH5Group group, KerasTensors tensors, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (IH5Object child in group.Children())
        {
            if (child is IH5Group inner)
                Collect(inner, tensors, depth + 1);
            else if (child is IH5Dataset dataset)
                tensors.Add(group.Name, dataset);
        }
    }
}
