using PureHDF;

namespace EdgeAD.Vision.Backbones.Import.Keras;

/// <summary>The weights of a Keras file by layer and variable, e.g. <c>Conv1</c> and <c>kernel</c>, however deep they are nested.</summary>
internal sealed class KerasTensors(string source)
{
    private readonly Dictionary<(string Layer, string Variable), IH5Dataset> _datasets = [];

    /// <summary>Layers that hold weights.</summary>
    public IEnumerable<string> Layers => _datasets.Keys.Select(k => k.Layer).Distinct();

    /// <summary>Takes a dataset found in the group named after its layer.</summary>
    public void Add(string layer, IH5Dataset dataset)
    {
        // Keras 2 calls it "kernel:0", Keras 3 "kernel"
        string variable = dataset.Name.Split(':')[0];
        _datasets.TryAdd((layer, variable), dataset);
    }

    /// <summary>Whether the layer has the variable.</summary>
    public bool Has(string layer, string variable) => _datasets.ContainsKey((layer, variable));

    /// <summary>Dimensions of a variable.</summary>
    public int[] Shape(string layer, string variable) => Find(layer, variable).Space.Dimensions.Select(d => checked((int)d)).ToArray();

    /// <summary>Values of a variable.</summary>
    public float[] Floats(string layer, string variable)
    {
        IH5Dataset dataset = Find(layer, variable);
        if (dataset.Type.Class != H5DataTypeClass.FloatingPoint || dataset.Type.Size is not (2 or 4 or 8))
            throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source}: '{layer}/{variable}' holds no floating-point numbers", "export the model again");
        return dataset.Type.Size switch
        {
            2 => dataset.Read<Half[]>().Select(h => (float)h).ToArray(),
            8 => dataset.Read<double[]>().Select(d => (float)d).ToArray(),
            _ => dataset.Read<float[]>(),
        };
    }

    private IH5Dataset Find(string layer, string variable) =>
        _datasets.TryGetValue((layer, variable), out IH5Dataset? dataset)
            ? dataset
            : throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source}: the weights '{layer}/{variable}' are missing", "save the whole model, not only its configuration");
}
