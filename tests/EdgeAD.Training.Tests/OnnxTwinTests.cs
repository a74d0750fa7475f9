using EdgeAD.Schema;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Pipeline;
using Google.FlatBuffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAD.Training.Tests;

/// <summary>The network that another runtime is timed on has the layers of the model file.</summary>
public sealed class OnnxTwinTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Runs_in_onnx_runtime_and_gives_a_map_of_the_models_shape(bool quantised)
    {
        Network network = Model.GetRootAsModel(new ByteBuffer(EmptyModel.Default())).Network!.Value;
        using var session = new InferenceSession(OnnxTwin.Write(network, quantised));
        NamedOnnxValue picture = quantised
            ? NamedOnnxValue.CreateFromTensor("t0", new DenseTensor<byte>(Enumerable.Range(0, 3 * 96 * 96).Select(i => (byte)(i * 37)).ToArray(), [1, 3, 96, 96]))
            : NamedOnnxValue.CreateFromTensor("t0", new DenseTensor<float>(Enumerable.Range(0, 3 * 96 * 96).Select(i => MathF.Sin(i)).ToArray(), [1, 3, 96, 96]));
        using var results = session.Run([picture]);
        int[] shape = quantised ? results[0].AsTensor<byte>().Dimensions.ToArray() : results[0].AsTensor<float>().Dimensions.ToArray();
        Assert.Equal([1, 96, 12, 12], shape);
        double[] values = quantised ? [.. results[0].AsTensor<byte>().Select(v => (double)v)] : [.. results[0].AsTensor<float>().Select(v => (double)v)];
        Assert.True(values.Distinct().Count() > 50, "the twin gives next to nothing: its work would not be the model's");
    }
}
