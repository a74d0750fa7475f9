using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Tests.Quantization;
using EdgeAD.Vision.Tests.Support;
using Google.FlatBuffers;
using System.Runtime.InteropServices;

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
    [InlineData(96, 21, 27)]
    [InlineData(160, 34, 45)]
    public void The_default_backbone_fits_little_memory(int side, int arenaKilobytes, int allKilobytes)
    {
        ModelContent model = DefaultBackbone(side);
        StreamPlan plan = StreamPlanner.Plan(model.Network, model.Head);
        using var engine = new Engine(ModelWriter.Write(model), "default");
        uint working = engine.Info.EngineBytes - engine.Info.PackedBytes;
        output.WriteLine($"{side}x{side}: rows {plan.ArenaBytes} bytes, at least {plan.PeakBytes}; with the engine {working} on this machine, {engine.Info.DeviceBytes} with 32-bit pointers");
        Assert.InRange(plan.ArenaBytes, plan.PeakBytes, Math.Min(arenaKilobytes * 1024, plan.PeakBytes * 107 / 100));
        Assert.All(plan.Places, rows => Assert.All(rows, place => Assert.Equal(0, place % 16)));
        Assert.Equal((uint)plan.ArenaBytes, engine.Info.ArenaBytes);
        Assert.InRange(working, 1u, (uint)allKilobytes * 1024);
        Assert.InRange(engine.Info.DeviceBytes, (uint)plan.ArenaBytes, working);
    }

    /// <summary>Work by multiply-accumulates. The floor: whatever the order of whole rows, those that look at the last row of the input come after it.</summary>
    [Theory]
    [InlineData(96, 0.125)]
    [InlineData(160, 0.075)]
    public void After_the_last_row_no_more_is_left_than_any_order_of_rows_leaves(int side, double most)
    {
        ModelContent model = DefaultBackbone(side);
        NetworkSpec network = model.Network;
        byte[] schedule = StreamPlanner.Plan(network, model.Head).Schedule;
        long cells = (long)model.Head.GridColumns * model.Head.Projection.Length;
        long RowMacs(int layer)
        {
            (TensorSpec from, TensorSpec to) = (network.Tensors[network.Layers[layer].Input], network.Tensors[layer + 1]);
            return (long)to.Columns * to.Channels * network.Layers[layer].Op switch { Op.Conv3x3 => 9 * from.Channels, Op.Depthwise3x3 => 9, Op.Pointwise => from.Channels, _ => 0 };
        }

        long Work(IEnumerable<byte> steps) => steps.Sum(s => s == StreamPlan.InputStep ? 0 : s == StreamPlan.HeadStep ? cells : RowMacs(s));
        long all = Work(schedule), tail = Work(schedule.Skip(Array.LastIndexOf(schedule, StreamPlan.InputStep)));

        var ready = new int[network.Tensors.Count]; // rows that need not wait for the last one of the input
        ready[0] = side - 1;
        long floor = 0, floorWithoutHead = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerSpec layer = network.Layers[i];
            int rows = network.Tensors[i + 1].Rows, from = network.Tensors[layer.Input].Rows;
            int Last(int y) => layer.HasWindow ? Math.Min((y * layer.Stride) - layer.PadTop + 3, from) : y + 1;
            ready[i + 1] = Enumerable.Range(0, rows).Count(y => Last(y) <= ready[layer.Input] && (layer.Op != Op.Add || y < ready[layer.Input2]));
            floorWithoutHead += (rows - ready[i + 1]) * RowMacs(i);
        }

        int waiting = model.Head.GridRows - model.Head.Cuts.Min(c => ready[c.Tensor] * c.Repeat / c.Pool);
        floor = floorWithoutHead + (waiting * cells);
        output.WriteLine(FormattableString.Invariant(
            $"{side}x{side}: after the last row {100.0 * tail / all:0.0} % of {all / 1e6:0.00} million multiply-accumulates, no order of rows below {100.0 * floor / all:0.0} % ({100.0 * floorWithoutHead / (all - (model.Head.GridRows * cells)):0.0} % without projection)"));
        Assert.Equal(floor, tail);
        Assert.InRange((double)tail / all, 0, most);
    }

    [Theory]
    [InlineData(96)]
    [InlineData(160)]
    public unsafe void The_stated_memory_is_what_a_frame_uses_and_no_more(int side)
    {
        const int Guard = 64;
        byte[] content = ModelWriter.Write(DefaultBackbone(side));
        byte[] pixels = QuantizedMaps.Noise(side, side, side).Pixels;
        var file = (byte*)NativeMemory.AlignedAlloc((nuint)content.Length, NativeMethods.Alignment);
        content.CopyTo(new Span<byte>(file, content.Length));
        NativeMethods.Verified verified;
        NativeMethods.Info info = default;
        nuint bytes;
        Assert.Equal(0, NativeMethods.Verify(file, (nuint)content.Length, &verified, &bytes, null));
        var memory = (byte*)NativeMemory.AlignedAlloc(bytes + (2 * Guard), NativeMethods.Alignment);
        long used = 0;
        foreach (byte paint in (byte[])[42, 127]) // what happens to look like one paint does not look like the other
        {
            new Span<byte>(memory, (int)bytes + (2 * Guard)).Fill(paint);
            void* engine;
            Assert.Equal(3, NativeMethods.EngineBuild(&verified, memory + Guard, bytes - 1, &engine, null)); // EAD_E_MEMORY
            Assert.Equal(0, NativeMethods.EngineBuild(&verified, memory + Guard, bytes, &engine, null));
            NativeMethods.GetInfo(engine, &info);
            var source = new NativeMethods.Source { Format = (uint)PixelFormat.Rgb888, Width = (uint)side, Height = (uint)side };
            NativeMethods.Result result;
            fixed (byte* at = pixels)
            {
                Assert.Equal(0, NativeMethods.ScoreFrame(engine, &source, at, (nuint)(3 * side), &result));
                byte* arena = (byte*)result.Cells - info.ArenaBytes; // cells follow the arena
                new Span<byte>(arena, (int)info.ArenaBytes).Fill(paint);
                Assert.Equal(0, NativeMethods.ScoreFrame(engine, &source, at, (nuint)(3 * side), &result));
                used = Math.Max(used, new Span<byte>(arena, (int)info.ArenaBytes).LastIndexOfAnyExcept(paint) + 1);
            }

            Assert.Equal(-1, new Span<byte>(memory, Guard).IndexOfAnyExcept(paint));
            Assert.Equal(-1, new Span<byte>(memory + Guard + bytes, Guard).IndexOfAnyExcept(paint));
        }

        NativeMemory.AlignedFree(memory);
        NativeMemory.AlignedFree(file);
        output.WriteLine($"{side}x{side}: {used} of {info.ArenaBytes} bytes of rows written");
        Assert.InRange(used, info.ArenaBytes - 15, info.ArenaBytes);
    }

    [Fact]
    public void A_smaller_arena_is_refused()
    {
        ModelContent model = DefaultBackbone(64);
        byte[] file = ModelWriter.Write(model), stated = BitConverter.GetBytes(StreamPlanner.Plan(model.Network, model.Head).ArenaBytes);
        int at = file.AsSpan().IndexOf(stated);
        Assert.Equal(at, file.AsSpan().LastIndexOf(stated));
        BitConverter.TryWriteBytes(file.AsSpan(at), BitConverter.ToUInt32(stated) - 16);
        Refused(file, "an arena 16 bytes smaller");
    }

    [Fact]
    public void No_row_can_move_onto_one_that_is_alive()
    {
        byte[] file = ModelWriter.Write(DefaultBackbone(64));
        Network network = Model.GetRootAsModel(new ByteBuffer(file)).Network!.Value;
        int places = network.GetPlacesBytes()!.Value.Offset;
        int tried = 0;
        foreach (int t in Enumerable.Range(0, network.LayersLength).Select(i => network.Layers(i)!.Value).Where(l => l.Op is Op.Conv3x3 or Op.Depthwise3x3).Select(l => l.Input))
        {
            int first = places + (2 * (int)network.Tensors(t)!.Value.FirstPlace);
            byte[] moved = [.. file];
            file.AsSpan(first + 4, 2).CopyTo(moved.AsSpan(first + 6)); // a window needs rows 2 and 3 together
            Refused(moved, $"tensor {t}");
            tried++;
        }

        Assert.Equal(7, tried);
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
        Assert.Equal(2 * 16, StreamPlanner.Plan(network, head).ArenaBytes);
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

    private static void Refused(byte[] file, string what)
    {
        ModelWriter.Seal(file); // an honest hash: the plan itself must be found out
        var error = Assert.Throws<EdgeAdException>(() => new Engine(file, what).Dispose());
        Assert.True(error.Code == ErrorCode.ModelCorrupt, $"{what}: {error.Code}");
        Assert.Contains("status 11", error.Message); // EAD_E_SCHEDULE
    }
}
