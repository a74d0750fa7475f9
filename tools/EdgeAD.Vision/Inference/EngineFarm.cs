using EdgeAD.Vision.Density;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Inference;

/// <summary>Runs one model over many frames, one engine per core.</summary>
internal static class EngineFarm
{
    /// <summary>Calls <paramref name="work"/> with an engine, the index and the item of every entry; order is not defined, results are.</summary>
    public static void ForEach<T>(byte[] file, IReadOnlyList<T> items, Action<Engine, int, T> work, CancellationToken cancel)
    {
        var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.For(
                0,
                items.Count,
                options,
                () => new Engine(file, "model under construction"),
                (i, _, engine) =>
                {
                    work(engine, i, items[i]);
                    return engine;
                },
                engine => engine.Dispose());
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is EdgeAdException first)
        {
            throw first;
        }
    }

    /// <summary>Scores every frame.</summary>
    public static Score[] Score(byte[] file, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        var scores = new Score[frames.Count];
        ForEach(file, frames, (engine, i, frame) => scores[i] = engine.Score(frame), cancel);
        return scores;
    }

    /// <summary>Features of every cell of every frame, before the projection.</summary>
    public static FeatureMaps Features(byte[] file, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        var features = new sbyte[frames.Count][];
        NativeMethods.Info info = default;
        ForEach(file, frames, (engine, i, frame) => (features[i], info) = (engine.Features(frame), engine.Info), cancel);
        return new FeatureMaps(features, (int)info.GridRows, (int)info.GridColumns, (int)info.Features);
    }

    /// <summary>Scores every picture from its features.</summary>
    public static Score[] Score(byte[] file, FeatureMaps maps, CancellationToken cancel)
    {
        var scores = new Score[maps.Pictures.Count];
        ForEach(file, maps.Pictures, (engine, i, features) => scores[i] = engine.Score(features), cancel);
        return scores;
    }

    /// <summary>What the density sees of every picture, in units of the standard deviation that features have by design.</summary>
    public static CellFeatures Seen(byte[] file, FeatureMaps maps, CancellationToken cancel)
    {
        var seen = new float[maps.Pictures.Count][];
        int dimensions = 0;
        ForEach(file, maps.Pictures, (engine, i, features) =>
        {
            seen[i] = Array.ConvertAll(engine.Seen(features), v => (float)(v / HeadSpec.UnitDeviation));
            dimensions = (int)engine.Info.Dimensions;
        }, cancel);
        return new CellFeatures(seen, maps.Cells, dimensions);
    }
}
