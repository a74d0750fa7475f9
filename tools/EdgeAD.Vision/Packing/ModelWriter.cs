using System.Security.Cryptography;
using EdgeAD.Schema;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Packing;

/// <summary>Lays a model out as a file: FlatBuffers content behind the 112-byte header that the schema describes.</summary>
public static class ModelWriter
{
    private const int HeaderBytes = 112, HashAt = 8, HashEnd = 40, Alignment = 16;

    /// <summary>The model as file content. The same content always gives the same bytes.</summary>
    public static byte[] Write(ModelContent model)
    {
        StreamPlan plan = StreamPlanner.Plan(model.Network, model.Head);
        var builder = new FlatBufferBuilder(1 << 16);

        Offset<Provenance> provenance = Add(builder, model.Provenance);
        VectorOffset golden = Model.CreateGoldenVector(builder, [.. model.Golden.Select(g => Add(builder, g))]);
        Offset<Calibration> calibration = Add(builder, model.Calibration);
        Offset<Schema.Density> density = Add(builder, model.Density);
        Offset<Head> head = Add(builder, model.Head);
        Offset<Network> network = Add(builder, model.Network, plan);
        TensorSpec input = model.Network.Tensors[0];
        Offset<Input> inputTable = Input.CreateInput(builder, (ushort)input.Columns, (ushort)input.Rows, (byte)input.Channels, model.Network.Fit);
        StringOffset name = builder.CreateString(model.Name);

        Offset<Model> root = Model.CreateModel(builder, 1, model.Counter, name, inputTable, network, head, density, calibration, golden, provenance);
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
        Network.StartTensorsVector(builder, network.Tensors.Count);
        for (int t = network.Tensors.Count - 1; t >= 0; t--)
        {
            TensorSpec s = network.Tensors[t];
            Tensor.CreateTensor(builder, (ushort)s.Rows, (ushort)s.Columns, (ushort)s.Channels, (ushort)plan.RingRows[t], (uint)plan.Offsets[t], s.Scale, (sbyte)s.ZeroPoint);
        }

        VectorOffset tensors = builder.EndVector();
        return Network.CreateNetwork(builder, tensors, layers, schedule, (uint)plan.ArenaBytes);
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
        VectorOffset projection = Vector(builder, head.Projection, Alignment);
        VectorOffset scale = Vector(builder, head.Scale, 4);
        VectorOffset offset = Vector(builder, head.Offset, 4);
        return Head.CreateHead(builder, cuts, (ushort)head.GridRows, (ushort)head.GridColumns, (ushort)head.Dimensions, projection, scale, offset);
    }

    private static Offset<Schema.Density> Add(FlatBufferBuilder builder, DensitySpec density)
    {
        VectorOffset constants = Vector(builder, density.Constants, 4);
        VectorOffset whiten = density.Storage == Storage.Float16
            ? Vector(builder, System.Runtime.InteropServices.MemoryMarshal.AsBytes<Half>([.. density.Whiten.Select(w => (Half)w)]).ToArray(), Alignment)
            : Vector(builder, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(density.Whiten).ToArray(), Alignment);
        VectorOffset shift = Vector(builder, density.Shift, 4);
        return Schema.Density.CreateDensity(builder, density.Scope, density.Covariance, density.Storage, (ushort)density.Components, constants, whiten, shift);
    }

    private static Offset<Calibration> Add(FlatBufferBuilder builder, CalibrationSpec c) =>
        Calibration.CreateCalibration(builder, c.CellCenter, c.CellScale, c.Aggregation, (ushort)c.TopCount, c.Threshold, c.TargetFalseRejectRate,
            (uint)c.HeldOutParts, (uint)c.HeldOutRejects);

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
