using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Tests.Quantization;
using EdgeAD.Vision.Tests.Support;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Tests.Packing;

/// <summary>The planner proposes, the kernels' loader proves.</summary>
public sealed class StreamPlannerTests(ITestOutputHelper output)
{
    private const int Networks = 400;

    [Fact]
    public void The_loader_accepts_every_plan_of_random_networks_and_runs_it()
    {
        int residuals = 0, several = 0, pooled = 0, repeated = 0;
        for (int seed = 0; seed < Networks; seed++)
        {
            ModelContent model = RandomNetworks.Make(seed);
            try
            {
                using var engine = new Engine(ModelWriter.Write(model), $"network {seed}");
                Score score = engine.Score(QuantizedMaps.Noise(seed, 20, 11));
                Assert.All(score.Cells, c => Assert.True(float.IsFinite(c)));
            }
            catch (EdgeAdException e)
            {
                Assert.Fail($"network {seed}: {e.Message}");
            }

            residuals += model.Network.Layers.Any(l => l.Op == Op.Add) ? 1 : 0;
            several += model.Head.Cuts.Count > 1 ? 1 : 0;
            pooled += model.Head.Cuts.Any(c => c.Pool > 1) ? 1 : 0;
            repeated += model.Head.Cuts.Any(c => c.Repeat > 1) ? 1 : 0;
        }

        output.WriteLine($"{Networks} networks: {residuals} with residuals, {several} with several cuts, {pooled} pooled, {repeated} repeated");
        Assert.All((int[])[residuals, several, pooled, repeated], n => Assert.True(n > Networks / 10, "the generator reaches every feature"));
    }

    [Fact]
    public void Sharing_arena_bytes_does_not_change_a_single_code()
    {
        // The same layers run as prefixes: a model cut at layer n needs the maps of later layers no more, so its arena is laid out differently.
        for (int seed = 0; seed < 40; seed++)
        {
            ModelContent model = RandomNetworks.Make(seed);
            Frame frame = QuantizedMaps.Noise(seed, 25, 25);
            sbyte[][] whole = QuantizedMaps.Codes(model.Network, frame);
            for (int t = 1; t < model.Network.Tensors.Count; t++)
            {
                var prefix = new NetworkSpec([.. model.Network.Tensors.Take(t + 1)], [.. model.Network.Layers.Take(t)], model.Network.Fit);
                Assert.Equal(whole[t], QuantizedMaps.Codes(prefix, frame)[t]);
            }
        }
    }

    [Theory]
    [InlineData(96, 27)]
    [InlineData(160, 45)]
    public void The_default_backbone_fits_a_small_arena(int side, int kilobytes)
    {
        ModelContent model = DefaultBackbone(side);
        StreamPlan plan = StreamPlanner.Plan(model.Network, model.Head);
        output.WriteLine($"arena at {side}: {plan.ArenaBytes} bytes");
        Assert.InRange(plan.ArenaBytes, 1, kilobytes * 1024);
        Assert.All(plan.Offsets, o => Assert.Equal(0, o % 16));
        using var engine = new Engine(ModelWriter.Write(model), "default");
        Assert.Equal((uint)plan.ArenaBytes, engine.Info.ArenaBytes);
    }

    [Fact]
    public void No_line_buffer_can_be_a_row_shorter()
    {
        byte[] file = ModelWriter.Write(DefaultBackbone(64));
        Network network = Model.GetRootAsModel(new ByteBuffer(file)).Network!.Value;
        int tried = 0;
        for (int t = 0; t < network.TensorsLength; t++)
        {
            Tensor tensor = network.Tensors(t)!.Value;
            if (tensor.RingRows == 1)
                continue;
            byte[] shrunk = [.. file];
            int at = file.AsSpan().IndexOf(StartOf(tensor));
            BitConverter.TryWriteBytes(shrunk.AsSpan(at + 6), (ushort)(tensor.RingRows - 1));
            Refused(shrunk, $"tensor {t}");
            tried++;
        }

        Assert.InRange(tried, 5, network.TensorsLength);
    }

    [Fact]
    public void A_schedule_in_another_order_or_with_unknown_steps_is_refused()
    {
        byte[] file = ModelWriter.Write(DefaultBackbone(64));
        ArraySegment<byte> schedule = Model.GetRootAsModel(new ByteBuffer(file)).Network!.Value.GetScheduleBytes()!.Value;
        int head = schedule.AsSpan().IndexOf(StreamPlan.HeadStep), last = schedule.Count - 1;
        Assert.True(head > 1);
        Refused(Edit(s => (s[head - 1], s[head]) = (s[head], s[head - 1])), "cells before their features");
        int layer = schedule.AsSpan().IndexOf((byte)0);
        Refused(Edit(s => (s[layer - 1], s[layer]) = (s[layer], s[layer - 1])), "the first layer before its rows");
        Refused(Edit(s => s[head] = StreamPlan.InputStep), "a row of cells missing");
        Refused(Edit(s => s[head] = 200), "an unknown layer");
        Refused(Edit(s => s[last] = s[0]), "one input row too many");

        byte[] Edit(Action<ArraySegment<byte>> change)
        {
            byte[] edited = [.. file];
            change(new ArraySegment<byte>(edited, schedule.Offset, schedule.Count));
            return edited;
        }
    }

    [Fact]
    public void Input_rows_below_the_last_cell_take_no_memory()
    {
        // Cells look at the upper quarter of a tall input only.
        NetworkSpec network = ProbeModel.Input(8, 64, 1, Fit.Stretch).Network;
        var head = new HeadSpec([new CutSpec(1)], 16, 8, [1], [0], [FixedPointScale.From(1)]);
        Assert.Equal([1, 1], StreamPlanner.Plan(network, head).RingRows);
        using var engine = new Engine(ModelWriter.Write(ProbeModel.Content(network, head)), "tall");
        Assert.Equal(16 * 8, engine.Score(QuantizedMaps.Noise(1, 8, 64)).Cells.Length);
    }

    [Fact]
    public void A_network_of_too_many_layers_is_refused_before_packing()
    {
        LayerSpec one = ProbeModel.Input(4, 4, 1, Fit.Stretch).Network.Layers[0];
        TensorSpec[] tensors = [.. Enumerable.Repeat(new TensorSpec(4, 4, 1, 1, 0), StreamPlan.MaxLayers + 2)];
        LayerSpec[] layers = [.. Enumerable.Range(0, StreamPlan.MaxLayers + 1).Select(i => one with { Input = i, Input2 = i })];
        var head = new HeadSpec([new CutSpec(layers.Length)], 4, 4, [1], [0], [FixedPointScale.From(1)]);
        Expect.Error(ErrorCode.ModelTooLarge, () => ModelWriter.Write(ProbeModel.Content(new NetworkSpec(tensors, layers), head)));
    }

    /// <summary>The default backbone at its default cut; ranges do not matter for the plan.</summary>
    private static ModelContent DefaultBackbone(int side)
    {
        Backbone full = Backbone.LoadDefault(), backbone = full.Truncate(full.DefaultCut);
        FloatNetwork network = FloatNetwork.From(backbone, side, side, grey: false);
        NetworkSpec spec = NetworkQuantizer.Quantize(network, [.. Enumerable.Repeat(new TensorRange(-6, 6), network.Sizes.Count)], Fit.CenterCrop);
        GridPlan grid = GridPlan.For(network, backbone);
        int channels = grid.Cuts.Sum(c => spec.Tensors[c.Tensor].Channels);
        return ProbeModel.Content(spec, new HeadSpec(grid.Cuts, grid.Rows, grid.Columns, new sbyte[16 * channels], new int[16], [.. Enumerable.Repeat(FixedPointScale.From(0.01), 16)]));
    }

    private static byte[] StartOf(Tensor t) =>
    [
        .. BitConverter.GetBytes(t.Rows), .. BitConverter.GetBytes(t.Columns), .. BitConverter.GetBytes(t.Channels), .. BitConverter.GetBytes(t.RingRows),
        .. BitConverter.GetBytes(t.Offset), .. BitConverter.GetBytes(t.Scale),
    ];

    private static void Refused(byte[] file, string what)
    {
        ModelWriter.Seal(file); // an honest hash: the plan itself must be found out
        var error = Assert.Throws<EdgeAdException>(() => new Engine(file, what).Dispose());
        Assert.True(error.Code == ErrorCode.ModelCorrupt, $"{what}: {error.Code}");
        Assert.Contains("status 11", error.Message); // EAD_E_SCHEDULE
    }
}
