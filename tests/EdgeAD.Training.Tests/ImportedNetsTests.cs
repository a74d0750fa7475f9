using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Backbones.Import;
using EdgeAD.Vision.Tests.Backbones.Writers;
using EdgeAD.Vision.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAD.Training.Tests;

/// <summary>Imported nets compute what their source computes: against ONNX Runtime, and against golden numbers.</summary>
public sealed class ImportedNetsTests
{
    [Theory]
    [InlineData(true, false, 64)]
    [InlineData(true, true, 64)]
    [InlineData(false, false, 64)]
    [InlineData(true, false, 50)]
    public void Written_onnx_nets_equal_onnx_runtime_at_every_block(bool torch, bool folded, int side)
    {
        string[] taps = ["Conv1", "block_1_project", "block_2_add", "block_3_expand"];
        byte[] model = new OnnxWriter(new NormedNet()) { Torch = torch, FoldNorms = folded, Taps = taps, Side = side }.Write();
        AssertEqualsRuntime(model, taps.ToDictionary(t => t), side);
    }

    [Fact]
    public void The_real_onnx_file_equals_onnx_runtime_at_the_cut()
    {
        byte[] model = File.ReadAllBytes(SharedData.Below("weights", "mobilenet_v2_0.35_128_small.onnx"));
        // The values behind the ReLU6 of the usual cuts, by what the file calls them.
        string[] names = ReLu6Values(model);
        Dictionary<string, string> taps = new() { ["block_6_expand"] = names[12], ["block_13_expand"] = names[26] };
        AssertEqualsRuntime(OnnxWriter.WithOutputs(model, [.. taps.Values]), taps, 128);
    }

    [Theory]
    [InlineData("mobilenet_v2_0.35_teachable_machine.h5", "block_6_expand", 64)]
    [InlineData("mobilenet_v1_0.25_96.h5", "conv_pw_5", 64)]
    public void Keras_files_give_their_golden_numbers(string file, string cut, int side)
    {
        Backbone net = BackboneImporter.Import(SharedData.Below("weights", file)).Backbone;
        float[] map = FloatMaps.Of(net, cut, FloatMaps.Waves(side), side);
        float[] golden = Golden.Of(file);
        for (int i = 0; i < golden.Length; i++)
            Assert.Equal(golden[i], map[Golden.At(i, map.Length)], 1e-4f);
    }

    [Fact]
    public void One_net_in_keras_and_tflite_computes_the_same()
    {
        float[] waves = FloatMaps.Waves(96);
        float[] keras = FloatMaps.Of(BackboneImporter.Import(SharedData.Below("weights", "mobilenet_v1_0.25_96.h5")).Backbone, "conv_pw_5", waves, 96);
        float[] tflite = FloatMaps.Of(BackboneImporter.Import(SharedData.Below("weights", "mobilenet_v1_0.25_96_float.tflite")).Backbone, "conv_pw_5", waves, 96);
        AssertClose(keras, tflite);
    }

    private static void AssertEqualsRuntime(byte[] model, Dictionary<string, string> taps, int side)
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Root, "net.onnx");
        File.WriteAllBytes(path, model);
        Backbone net = BackboneImporter.Import(path).Backbone;
        float[] waves = FloatMaps.Waves(side);
        using var session = new InferenceSession(model);
        KeyValuePair<string, NodeMetadata> input = session.InputMetadata.First();
        bool channelsFirst = input.Value.Dimensions[1] is 1 or 3;
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input.Key, Arrange(waves, side, channelsFirst))]);
        foreach ((string layer, string value) in taps)
            AssertClose(results.Single(r => r.Name == value).AsTensor<float>().ToArray(), FloatMaps.Of(net, layer, waves, side));
    }

    private static DenseTensor<float> Arrange(float[] planar, int side, bool channelsFirst)
    {
        if (channelsFirst)
            return new DenseTensor<float>(planar, [1, 3, side, side]);
        var interleaved = new float[planar.Length];
        for (int i = 0; i < planar.Length; i++)
            interleaved[i % (side * side) * 3 + i / (side * side)] = planar[i];
        return new DenseTensor<float>(interleaved, [1, side, side, 3]);
    }

    // Outputs of all Clip nodes in order: stem, then expand and depthwise of every block.
    private static string[] ReLu6Values(byte[] model) =>
        [.. Vision.Backbones.Import.Onnx.OnnxModel.TryParse(model)!.Nodes.Where(n => n.Operator == "Clip").Select(n => n.Outputs[0])];

    private static void AssertClose(float[] wanted, float[] made)
    {
        Assert.Equal(wanted.Length, made.Length);
        float worst = wanted.Zip(made, (a, b) => MathF.Abs(a - b)).Max();
        Assert.True(worst <= 1e-4f, $"worst difference {worst}");
        Assert.True(wanted.Max() - wanted.Min() > 0.1f, "the map is flat, so that the comparison says nothing");
    }
}
