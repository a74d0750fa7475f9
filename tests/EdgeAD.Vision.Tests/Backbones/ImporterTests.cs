using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Backbones.Import;
using EdgeAD.Vision.Tests.Backbones.Writers;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Backbones;

/// <summary>Every importer on small files written here, the real ones where they are, and damaged ones.</summary>
public sealed class ImporterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly NormedNet _net = new("block_3_project");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(KerasWriter.Form.Functional)]
    [InlineData(KerasWriter.Form.Nested)]
    [InlineData(KerasWriter.Form.WeightsOnly)]
    public void Keras_files_import_with_batch_norm_folded(KerasWriter.Form form)
    {
        string path = Path.Combine(_folder.Root, "net.h5");
        new KerasWriter(_net).Write(path, form);
        ImportReport report = BackboneImporter.Import(path);
        NormedNet.AssertEqual(_net.Folded(KerasWriter.Epsilon), report.Backbone);
        Assert.StartsWith("MobileNetV2 alpha", report.Architecture);
        if (form != KerasWriter.Form.WeightsOnly)
            Assert.Contains(report.Ignored, i => i.Contains("GlobalAveragePooling2D"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Onnx_files_import_with_batch_norm_apart_or_folded(bool torch, bool folded)
    {
        ImportReport report = Import(new OnnxWriter(_net) { Torch = torch, FoldNorms = folded }.Write());
        Backbone wanted = torch
            ? _net.Folded(OnnxWriter.Epsilon, Padding.Symmetric, Preprocessing.TorchImageNet)
            : _net.Folded(OnnxWriter.Epsilon, Padding.Same, Preprocessing.PlusMinusOne);
        NormedNet.AssertEqual(wanted, report.Backbone);
        Assert.Contains(report.Ignored, i => i.Contains("Gemm"));
        Assert.Contains("ONNX", report.Format);
    }

    [Fact]
    public void Scaling_inside_an_onnx_graph_becomes_the_preprocessing()
    {
        ImportReport report = Import(new OnnxWriter(_net) { ScaleInGraph = true }.Write());
        Assert.Equal(2f / 255, report.Backbone.Input.Scale[1], 1e-6f);
        Assert.Equal(-1, report.Backbone.Input.Offset[1]);
        Assert.Contains(report.Notes, n => n.Contains("taken from the graph"));
    }

    [Fact]
    public void TfLite_float_files_import_exactly()
    {
        Backbone wanted = _net.Folded(KerasWriter.Epsilon);
        ImportReport report = Import(new TfLiteWriter(wanted, int8: false).Write());
        NormedNet.AssertEqual(wanted, report.Backbone);
        Assert.Equal("TFLite float32", report.Format);
    }

    [Fact]
    public void TfLite_int8_files_are_dequantised_and_their_input_scale_kept()
    {
        Backbone wanted = _net.Folded(KerasWriter.Epsilon);
        ImportReport report = Import(new TfLiteWriter(wanted, int8: true).Write());
        Assert.Equal("TFLite int8", report.Format);
        foreach (BackboneLayer layer in wanted.Layers.Where(l => l.Op != LayerOp.Add))
        {
            float[] a = wanted.WeightsOf(layer.Name).Weight, b = report.Backbone.WeightsOf(layer.Name).Weight;
            int fan = layer.FanIn;
            for (int i = 0; i < a.Length; i++)
            {
                // half a step of the channel's scale
                float step = a.Skip(i / fan * fan).Take(fan).Max(MathF.Abs) / 127;
                Assert.True(MathF.Abs(a[i] - b[i]) <= 0.501f * step, $"{layer.Name}[{i}]");
            }
        }

        // pixel p is stored as p - 128, so the net sees (p - 128 - zero) * scale
        Assert.Equal(2f / 255, report.Backbone.Input.Scale[0], 1e-6f);
        Assert.Equal(-127 * 2f / 255, report.Backbone.Input.Offset[0], 1e-5f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PyTorch_safetensors_import_by_their_names(bool timm)
    {
        ImportReport report = Import(TorchWriter.Write(_net, timm));
        NormedNet.AssertEqual(_net.Folded(TorchWriter.Epsilon, Padding.Symmetric, Preprocessing.TorchImageNet), report.Backbone);
        Assert.Contains(report.Ignored, i => i.Contains("classifier"));
        Assert.Contains(timm ? "timm" : "torchvision", report.Format);
    }

    [Fact]
    public void An_own_backbone_is_opened_as_it_is()
    {
        ImportReport report = Import(Backbone.LoadDefault().ToBytes());
        Assert.Equal("EdgeAD backbone", report.Format);
        Assert.Contains("MobileNetV2 alpha 0.35", report.Architecture);
    }

    [Fact]
    public void The_user_can_say_what_the_file_does_not()
    {
        string path = _folder.Write("net.onnx", "");
        File.WriteAllBytes(path, new OnnxWriter(_net).Write());
        var options = new ImportOptions("mine", Preprocessing.Uniform(3, "bgr", 1, 0), ["block_2", "block_3"], "CC0");
        Backbone made = BackboneImporter.Import(path, options).Backbone;
        Assert.Equal(("mine", "bgr", "CC0"), (made.Name, made.Input.Color, made.License));
        Assert.Equal(["block_2_add", "block_3_project"], made.DefaultCut);
    }

    [Theory]
    [InlineData("HardSwish")]
    [InlineData("MaxPool")]
    [InlineData("Resize")]
    public void An_unknown_operator_is_named(string op)
    {
        EdgeAdException error = Refused(new OnnxWriter(_net) { Stranger = op }.Write());
        Assert.Equal(ErrorCode.BackboneUnsupported, error.Code);
        Assert.Contains($"first unsupported operator is {op} 'stranger'", error.Message);
    }

    [Fact]
    public void An_unknown_tflite_operator_is_named()
    {
        EdgeAdException error = Refused(new TfLiteWriter(_net.Folded(1e-3), int8: false) { LastOperator = 117 }.Write());
        Assert.Equal(ErrorCode.BackboneUnsupported, error.Code);
        Assert.Contains("HARD_SWISH", error.Message);
    }

    [Fact]
    public void A_safetensors_file_of_another_net_is_refused_by_its_first_tensor()
    {
        var file = new SafetensorsFile();
        file.Tensors.Add(SafetensorsTensor.FromFloats("transformer.h.0.attn.weight", [2, 2], new float[4]));
        EdgeAdException error = Refused(file.ToBytes());
        Assert.Equal(ErrorCode.BackboneUnsupported, error.Code);
        Assert.Contains("transformer.h.0.attn.weight", error.Message);
    }

    [Theory]
    [InlineData("onnx")]
    [InlineData("tflite")]
    [InlineData("safetensors")]
    [InlineData("h5")]
    public void Truncated_and_damaged_files_are_refused_or_read_but_never_crash(string kind)
    {
        byte[] whole = Bytes(kind);
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 120; i++)
        {
            byte[] bad = whole[..(int)((long)whole.Length * i / 120)];
            if (bad.Length > 0 && i % 2 == 1)
                bad = [.. whole];
            for (int k = 0; k < 8 && i % 2 == 1; k++)
                bad[random.Next(Math.Min(bad.Length, k < 4 ? 4096 : bad.Length))] = (byte)random.Next(256);
            try
            {
                Import(bad);
            }
            catch (EdgeAdException e)
            {
                Assert.InRange((int)e.Code, 1201, 1203);
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
                refused++;
            }
        }

        Assert.True(refused >= 55, $"only {refused} of 120 damaged files were refused");
    }

    [Fact]
    public void Text_empty_files_and_missing_files_are_refused()
    {
        Assert.Equal(ErrorCode.BackboneUnreadable, Refused("hello, this is no net at all"u8.ToArray()).Code);
        Assert.Equal(ErrorCode.BackboneUnreadable, Refused([]).Code);
        Expect.Error(ErrorCode.PathNotFound, () => BackboneImporter.Import(Path.Combine(_folder.Root, "none.h5")));
    }

    [Theory]
    [InlineData("mobilenet_v2_0.35_teachable_machine.h5", "MobileNetV2 alpha 0.35 up to Conv_1", "Dense", "block_6_expand", 1f / 127.5f)]
    [InlineData("mobilenet_v1_0.25_96.h5", "MobileNetV1 alpha 0.25 up to conv_pw_13", "GlobalAveragePooling2D", "conv_pw_5", 1f / 127.5f)]
    [InlineData("mobilenet_v1_0.25_96_float.tflite", "MobileNetV1 alpha 0.25 up to conv_pw_13", "SOFTMAX", "conv_pw_5", 1f / 127.5f)]
    [InlineData("mobilenet_v1_0.25_96_int8.tflite", "MobileNetV1 alpha 0.25 up to conv_pw_13", "SOFTMAX", "conv_pw_5", 1f / 255)]
    [InlineData("person_detect_int8.tflite", "MobileNetV1 alpha 0.25 up to conv_pw_13", "SOFTMAX", "conv_pw_5", 1f / 127.5f)]
    [InlineData("mobilenet_v2_0.35_128_small.onnx", "MobileNetV2 alpha 0.35 up to Conv_1", "Softmax", "block_6_expand", 1f / 127.5f)]
    public void Real_files_are_recognised(string file, string architecture, string ignored, string cut, float scale)
    {
        ImportReport report = BackboneImporter.Import(SharedData.Below("weights", file));
        Assert.Equal(architecture, report.Architecture);
        Assert.Contains(report.Ignored, i => i.Contains(ignored, StringComparison.OrdinalIgnoreCase));
        Assert.Equal([cut], report.Backbone.DefaultCut);
        Assert.Equal(scale, report.Backbone.Input.Scale[0], 1e-5f);
    }

    [Fact]
    public void One_net_in_keras_and_tflite_gives_the_same_weights()
    {
        // The converter folded batch norm on its own: an independent check of ours, and of both readers' layouts.
        Backbone keras = BackboneImporter.Import(SharedData.Below("weights", "mobilenet_v1_0.25_96.h5")).Backbone;
        Backbone tflite = BackboneImporter.Import(SharedData.Below("weights", "mobilenet_v1_0.25_96_float.tflite")).Backbone;
        NormedNet.AssertEqual(keras, tflite, 1e-4f);
    }

    private byte[] Bytes(string kind)
    {
        if (kind == "onnx")
            return new OnnxWriter(_net).Write();
        if (kind == "tflite")
            return new TfLiteWriter(_net.Folded(1e-3), int8: false).Write();
        if (kind == "safetensors")
            return _net.Folded(1e-3).ToBytes();
        string path = Path.Combine(_folder.Root, "whole.h5");
        new KerasWriter(_net).Write(path, KerasWriter.Form.Functional);
        return File.ReadAllBytes(path);
    }

    private ImportReport Import(byte[] bytes)
    {
        string path = Path.Combine(_folder.Root, "net.bin");
        File.WriteAllBytes(path, bytes);
        return BackboneImporter.Import(path);
    }

    private EdgeAdException Refused(byte[] bytes) => Assert.Throws<EdgeAdException>(() => Import(bytes));
}
