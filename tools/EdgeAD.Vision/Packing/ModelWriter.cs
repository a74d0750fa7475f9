using System.Security.Cryptography;
using EdgeAD.Schema;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Packing;

/// <summary>Lays a model out as a file: FlatBuffers content behind the 112-byte header that the schema describes.</summary>
public static class ModelWriter
{
    private const int HeaderBytes = 112, HashAt = 8, HashEnd = 40, Alignment = 16;
    private const ushort FormatVersion = 3; // of native-kernels/schema/model.fbs; the schema's default, which is not stored

    /// <summary>The model as file content. The same content always gives the same bytes.</summary>
    public static byte[] Write(ModelContent model)
    {
        StreamPlan plan = StreamPlanner.Plan(model.Network, model.Head);
        var builder = new FlatBufferBuilder(1 << 16);

        Offset<Drift> drift = model.Drift is { } watched ? Add(builder, watched) : default;
        Offset<Provenance> provenance = Add(builder, model.Provenance);
        VectorOffset golden = Model.CreateGoldenVector(builder, [.. model.Golden.Select(g => Add(builder, g))]);
        Offset<Calibration> calibration = Add(builder, model.Calibration);
        Offset<Schema.Density> density = Add(builder, model.Density);
        Offset<Head> head = Add(builder, model.Head);
        Offset<Network> network = Add(builder, model.Network, plan);
        TensorSpec input = model.Network.Tensors[0];
        Offset<Input> inputTable = Input.CreateInput(builder, (ushort)input.Columns, (ushort)input.Rows, (byte)input.Channels, model.Network.Fit);
        StringOffset name = builder.CreateString(model.Name);

        Offset<Model> root = Model.CreateModel(builder, FormatVersion, model.Counter, name, inputTable, network, head, density, calibration, golden, provenance, drift);
        return Finish(builder, root);
    }

    private static byte[] Finish(FlatBufferBuilder builder, Offset<Model> root)
    {
        // Buffers grow downwards: first the room for hash, signature and key id, then identifier and root offset in front of it.
        builder.Prep(Alignment, HeaderBytes);
        builder.Pad(HeaderBytes - 8);
        Model.FinishModelBuffer(builder, root);
        byte[] file = builder.SizedByteArray();
        Seal(file);
        return file;
    }

    /// <summary>Writes the SHA-256 of the rest of the file into its header.</summary>
    public static void Seal(byte[] file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file, 0, HashAt);
        hash.AppendData(file, HashEnd, file.Length - HashEnd);
        hash.GetHashAndReset().CopyTo(file.AsSpan(HashAt));
    }

    private static Offset<Network> Add(FlatBufferBuilder builder, NetworkSpec network, StreamPlan plan)
    {
        VectorOffset layers = Network.CreateLayersVector(builder, [.. network.Layers.Select(l => Add(builder, l))]);
        VectorOffset schedule = Vector(builder, plan.Schedule, 1);
        VectorOffset places = Vector(builder, plan.Places.SelectMany(p => p).Select(p => (ushort)(p / Alignment)).ToArray(), 2);
        int end = plan.Places.Sum(p => p.Length);
        Network.StartTensorsVector(builder, network.Tensors.Count);
        for (int t = network.Tensors.Count - 1; t >= 0; t--)
        {
            TensorSpec s = network.Tensors[t];
            end -= s.Rows;
            Tensor.CreateTensor(builder, (ushort)s.Rows, (ushort)s.Columns, (ushort)s.Channels, 0, (uint)end, s.Scale, (sbyte)s.ZeroPoint);
        }

        VectorOffset tensors = builder.EndVector();
        return Network.CreateNetwork(builder, tensors, layers, schedule, (uint)plan.ArenaBytes, places);
    }

    private static Offset<Layer> Add(FlatBufferBuilder builder, LayerSpec layer)
    {
        StringOffset name = builder.CreateString(layer.Name);
        VectorOffset weights = Vector(builder, layer.Weights, Alignment);
        VectorOffset bias = Vector(builder, layer.Bias, Alignment);
        VectorOffset multiplier = Vector(builder, layer.Multiplier, Alignment);
        VectorOffset shift = Vector(builder, layer.Shift, 1);
        VectorOffset pad = Vector(builder, layer.Pad, 1);
        VectorOffset groupShift = Vector(builder, layer.GroupShift, 1);
        VectorOffset channelMin = Vector(builder, layer.ChannelMin, Alignment);
        VectorOffset channelMax = Vector(builder, layer.ChannelMax, Alignment);
        return Layer.CreateLayer(builder, name, layer.Op, (ushort)layer.Input, (ushort)layer.Input2, (byte)layer.Stride, (byte)layer.PadTop,
            (byte)layer.PadLeft, weights, bias, multiplier, shift, layer.ClampMin, layer.ClampMax, pad, layer.Requantisation,
            groupShift, channelMin, channelMax);
    }

    private static Offset<Head> Add(FlatBufferBuilder builder, HeadSpec head)
    {
        Head.StartCutsVector(builder, head.Cuts.Count);
        for (int i = head.Cuts.Count - 1; i >= 0; i--)
            Cut.CreateCut(builder, (ushort)head.Cuts[i].Tensor, (byte)head.Cuts[i].Pool, (byte)head.Cuts[i].Repeat);
        VectorOffset cuts = builder.EndVector();
        VectorOffset projection = Vector(builder, FilledRows(head.Projection, Enumerable.Repeat(head.Projection.Length / head.Projected, head.Projected), 16), Alignment);
        VectorOffset center = Vector(builder, head.Center, 4);
        VectorOffset multiplier = Vector(builder, head.Scale.Select(s => s.Multiplier).ToArray(), 4);
        VectorOffset shift = Vector(builder, head.Scale.Select(s => (byte)s.Shift).ToArray(), 1);
        VectorOffset positions = head.Positions is { } p ? Vector(builder, p, 2) : default;
        return Head.CreateHead(builder, cuts, (ushort)head.GridRows, (ushort)head.GridColumns, (ushort)head.Projected, projection, center, multiplier, shift,
            (byte)(head.Smoothed ? 3 : 1), positions);
    }

    private static Offset<Schema.Density> Add(FlatBufferBuilder builder, DensitySpec density)
    {
        IEnumerable<int> component = density.Covariance == Covariance.Full ? Enumerable.Range(1, density.Dimensions) : [density.Dimensions];
        VectorOffset constants = Vector(builder, density.Constants, 4);
        VectorOffset whiten = Vector(builder, FilledRows(density.Whiten, Enumerable.Repeat(component, density.Constants.Length).SelectMany(rows => rows), 8), Alignment);
        VectorOffset bias = Vector(builder, density.Bias, 4);
        VectorOffset scale = Vector(builder, density.Scale, 4);
        return Schema.Density.CreateDensity(builder, density.Scope, density.Covariance, (ushort)density.Components, (byte)(density.Reaches ? 1 : 0), constants, whiten,
            bias, scale);
    }

    /// <summary>Rows of the given lengths, each filled up with zeros to a multiple of <paramref name="multiple"/>.</summary>
    private static T[] FilledRows<T>(T[] packed, IEnumerable<int> lengths, int multiple)
    {
        var filled = new List<T>();
        int at = 0;
        foreach (int length in lengths)
        {
            filled.AddRange(packed.AsSpan(at, length));
            at += length;
            for (int i = length; i % multiple != 0; i++)
                filled.Add(default!);
        }

        return [.. filled];
    }

    private static Offset<Calibration> Add(FlatBufferBuilder builder, CalibrationSpec c) =>
        Calibration.CreateCalibration(builder, c.CellCenter, c.CellScale, c.Aggregation, (ushort)c.TopCount, c.Threshold, c.TargetFalseRejectRate,
            (uint)c.HeldOutParts, (uint)c.HeldOutRejects, c.CellThreshold, c.ThresholdLow, c.ThresholdHigh, c.TunedOnDefects);

    private static Offset<Drift> Add(FlatBufferBuilder builder, DriftSpec drift)
    {
        VectorOffset mean = Vector(builder, drift.Mean, 4), inverse = Vector(builder, drift.InverseDeviation, 4);
        return Drift.CreateDrift(builder, mean, inverse, drift.Rate, drift.Gain);
    }

    private static Offset<Golden> Add(FlatBufferBuilder builder, GoldenSpec golden)
    {
        StringOffset name = builder.CreateString(golden.Name);
        VectorOffset pixels = Vector(builder, golden.Frame.Pixels, 1);
        VectorOffset cells = Vector(builder, golden.Cells, 4);
        return Golden.CreateGolden(builder, name, (byte)golden.Frame.Format, (ushort)golden.Frame.Width, (ushort)golden.Frame.Height, pixels, golden.Score, cells);
    }

    private static Offset<Provenance> Add(FlatBufferBuilder builder, ProvenanceSpec p)
    {
        StringOffset tool = builder.CreateString(p.Tool), commit = builder.CreateString(p.Commit), dataset = builder.CreateString(p.Dataset);
        StringOffset datasetHash = builder.CreateString(p.DatasetSha256), backbone = builder.CreateString(p.Backbone);
        StringOffset backboneHash = builder.CreateString(p.BackboneSha256), license = builder.CreateString(p.BackboneLicense);
        StringOffset notes = builder.CreateString(p.Notes);
        return Provenance.CreateProvenance(builder, tool, commit, dataset, datasetHash, (uint)p.TrainPictures, (uint)p.TrainParts, backbone,
            backboneHash, license, (ulong)p.Seed, notes);
    }

    private static VectorOffset Vector<T>(FlatBufferBuilder builder, T[] data, int alignment)
        where T : struct
    {
        builder.StartVector(System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), data.Length, alignment);
        builder.Add(data);
        return builder.EndVector();
    }
}
