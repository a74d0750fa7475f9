using EdgeAD.Training.Procedural;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Training.Backbones;

/// <summary>Makes the batch of a step, one step ahead of the optimiser. A batch is a function of seed and step alone.</summary>
internal sealed class BatchFeed(BackboneTrainingOptions options, Preprocessing input, int views, CancellationToken cancel)
{
    private readonly PicturePool _pool = new(options);
    private (int Step, Task<float[]> Batch)? _ahead;

    /// <summary>Crops of the step, <c>[batch][c][size][size]</c>; with two views crop i and crop i + batch/2 show the same picture.</summary>
    public float[] Take(int step)
    {
        // A batch made ahead for another step is waited for all the same: the pool takes one at a time.
        float[]? ready = _ahead?.Batch.GetAwaiter().GetResult();
        float[] result = ready is not null && _ahead!.Value.Step == step ? ready : Make(step);
        _ahead = (step + 1, Task.Run(() => Make(step + 1), cancel));
        return result;
    }

    private float[] Make(int step)
    {
        _pool.MoveTo(step, cancel);
        int each = input.Channels * options.CropSize * options.CropSize, pictures = options.BatchSize / views;
        var batch = new float[options.BatchSize * each];
        var parallel = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Math.Max(1, options.Threads == 0 ? Environment.ProcessorCount : options.Threads) };
        Parallel.For(0, options.BatchSize, parallel, i =>
        {
            int slot = new PictureRandom(options.Seed ^ 0x510C, (long)step * pictures + i % pictures).Int(options.PoolSize);
            var r = new PictureRandom(options.Seed ^ 0xC80B, (long)step * options.BatchSize + i);
            Cropper.Cut(r, _pool[slot], options.PictureSize, options.CropSize, input, batch.AsSpan(i * each, each));
        });
        return batch;
    }
}
