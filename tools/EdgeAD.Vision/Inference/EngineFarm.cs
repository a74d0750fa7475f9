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

    /// <summary>Projected cell features of every frame, each <c>[cells][dimensions]</c>.</summary>
    public static float[][] Features(byte[] file, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        var features = new float[frames.Count][];
        ForEach(file, frames, (engine, i, frame) => features[i] = engine.Features(frame), cancel);
        return features;
    }
}
