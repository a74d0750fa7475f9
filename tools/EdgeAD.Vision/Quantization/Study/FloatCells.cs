using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Quantization;

/// <summary>Cell features of some pictures in float, gathered from float feature maps as the kernels gather them from int8 ones.</summary>
/// <param name="network">The network that the maps belong to.</param>
/// <param name="grid">Cuts, as its tensors, and their grid.</param>
/// <param name="maps"><c>[picture][tensor]</c>: <c>[rows][columns][channels]</c>; only the cuts' entries are read.</param>
internal sealed class FloatCells(FloatNetwork network, GridPlan grid, float[][][] maps)
{
    /// <summary>Rows of cells.</summary>
    public int Rows => grid.Rows;

    /// <summary>Columns of cells.</summary>
    public int Columns => grid.Columns;

    /// <summary>Cells per picture.</summary>
    public int Cells => grid.Rows * grid.Columns;

    /// <summary>Channels of all cuts.</summary>
    public int Channels { get; } = grid.Cuts.Sum(c => network.ChannelsOf(c.Tensor));

    /// <summary>Runs the float network on every frame; the frames reach it as the kernels resize them.</summary>
    /// <param name="network">A network with a square input.</param>
    /// <param name="grid">Cuts and their grid.</param>
    /// <param name="frames">Pictures of any size.</param>
    /// <param name="cancel">Stops the work.</param>
    public static FloatCells Of(FloatNetwork network, GridPlan grid, Frame[] frames, CancellationToken cancel)
    {
        int side = network.Sizes[0].Rows;
        byte[] probe = ModelWriter.Write(ProbeModel.Input(side, side, network.InputChannels, Fit.CenterCrop));
        var maps = new float[frames.Length][][];
        EngineFarm.ForEach(probe, frames, (engine, i, frame) =>
        {
            float[][] all = FloatForward.Run(network, engine.Tap(frame, 0)[0]);
            maps[i] = new float[all.Length][];
            foreach (CutSpec cut in grid.Cuts)
                maps[i][cut.Tensor] = all[cut.Tensor];
        }, cancel);
        return new FloatCells(network, grid, maps);
    }

    /// <summary>Gathers the features of one cell into <paramref name="features"/>, <c>[Channels]</c>; pooled values are averaged.</summary>
    public void Gather(int picture, int cell, Span<float> features)
    {
        int at = 0;
        features.Clear();
        foreach (CutSpec cut in grid.Cuts)
        {
            int channels = network.ChannelsOf(cut.Tensor), columns = network.Sizes[cut.Tensor].Columns;
            int row = cell / grid.Columns * cut.Pool / cut.Repeat, column = cell % grid.Columns * cut.Pool / cut.Repeat;
            Span<float> target = features.Slice(at, channels);
            for (int p = 0; p < cut.Pool * cut.Pool; p++)
                VectorMath.AddScaled(target, maps[picture][cut.Tensor].AsSpan((((row + (p / cut.Pool)) * columns) + column + (p % cut.Pool)) * channels, channels), 1f / (cut.Pool * cut.Pool));
            at += channels;
        }
    }

    /// <summary>Gathers all cells of all pictures.</summary>
    public CellFeatures Gather()
    {
        var pictures = new float[maps.Length][];
        Parallel.For(0, maps.Length, i =>
        {
            pictures[i] = new float[Cells * Channels];
            for (int cell = 0; cell < Cells; cell++)
                Gather(i, cell, pictures[i].AsSpan(cell * Channels, Channels));
        });
        return new CellFeatures(pictures, Cells, Channels);
    }
}
