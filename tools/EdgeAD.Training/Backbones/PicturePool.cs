using EdgeAD.Training.Procedural;

namespace EdgeAD.Training.Backbones;

/// <summary>The pictures that crops are cut from. A few are replaced at every step; what it holds is a function of the step alone.</summary>
internal sealed class PicturePool
{
    private readonly BackboneTrainingOptions _options;
    private readonly FolderPictures? _folder;
    private readonly byte[][] _slots;
    private int _step = -1;

    public PicturePool(BackboneTrainingOptions options)
    {
        _options = options;
        _slots = new byte[options.PoolSize][];
        _folder = options.PictureFolder is null ? null : FolderPictures.Open(options.PictureFolder, options.PictureSize);
    }

    /// <summary>Picture of a slot, RGB interleaved, <c>[PictureSize][PictureSize][3]</c>.</summary>
    public byte[] this[int slot] => _slots[slot];

    /// <summary>Brings the pool to the state of a step: incrementally to the next one, anew to any other.</summary>
    public void MoveTo(int step, CancellationToken cancel)
    {
        (int size, int refresh) = (_options.PoolSize, _options.PoolRefresh);
        int[] stale = step == _step + 1 && _step >= 0
            ? Enumerable.Range(0, refresh).Select(j => (step * refresh - refresh + j) % size).Distinct().ToArray()
            : Enumerable.Range(0, size).ToArray();
        _step = step;
        var parallel = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Math.Max(1, _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads) };
        Parallel.ForEach(stale, parallel, slot => _slots[slot] = Load(IndexAt(slot, step)));
    }

    // The newest picture that was put into the slot before or at the step; replacement n (from 0) goes to slot n % size as picture size + n.
    private long IndexAt(int slot, int step)
    {
        long replaced = (long)step * _options.PoolRefresh, size = _options.PoolSize;
        if (slot >= replaced)
            return slot;
        return size + slot + (replaced - 1 - slot) / size * size;
    }

    private byte[] Load(long index)
    {
        if (_folder is not null)
        {
            var r = new PictureRandom(_options.Seed ^ 0x5EED, index);
            if (r.Chance((float)_options.FolderShare))
                return _folder.Load(r);
        }

        return ProceduralPictures.Render(_options.Seed, index, _options.PictureSize);
    }
}
