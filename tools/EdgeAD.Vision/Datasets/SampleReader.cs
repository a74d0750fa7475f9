using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Datasets;

/// <summary>Reads pictures of a data set and keeps a list of those that cannot be read: one bad file stops no other, and all of them are named at once.</summary>
/// <param name="samples">What may be read.</param>
/// <param name="stage">Name of the work, for <paramref name="progress"/>.</param>
/// <param name="progress">Told after every picture.</param>
internal sealed class SampleReader(IReadOnlyList<Sample> samples, string stage, IProgress<WorkProgress>? progress)
{
    private const int MostNamed = 8;
    private const string Skip = "--skip-unreadable";
    private readonly EdgeAdException?[] failures = new EdgeAdException?[samples.Count];
    private int done;

    /// <summary>The pictures that could not be read, in the order of the samples.</summary>
    public IReadOnlyList<UnreadablePicture> Unreadable =>
        [.. samples.Zip(failures).Where(p => p.Second is not null).Select(p => new UnreadablePicture(p.First.RelativePath, p.Second!.Message))];

    /// <summary>Reads every sample on all cores.</summary>
    /// <param name="samples">Pictures to read.</param>
    /// <param name="stage">Name of the work, for <paramref name="progress"/>.</param>
    /// <param name="use">Gets index and picture of those that can be read; called from several threads.</param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancel">Stops between pictures.</param>
    public static SampleReader ReadAll(IReadOnlyList<Sample> samples, string stage, Action<int, Picture> use, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        var reader = new SampleReader(samples, stage, progress);
        progress?.Report(new WorkProgress(stage, 0, samples.Count));
        ParallelFiles.For(samples.Count, cancel, i => reader.Read(i, picture => use(i, picture)));
        return reader;
    }

    /// <summary>Reads sample <paramref name="i"/> and hands it on; for loops of their own, from any number of threads.</summary>
    public void Read(int i, Action<Picture> use)
    {
        try
        {
            use(PictureLoader.Load(samples[i].Path));
        }
        catch (EdgeAdException e) when (e.Code == ErrorCode.PictureUnreadable)
        {
            failures[i] = e;
        }

        progress?.Report(new WorkProgress(stage, Interlocked.Increment(ref done), samples.Count));
    }

    /// <summary>A data set without the pictures that could not be read.</summary>
    public Dataset ReadableOf(Dataset dataset)
    {
        HashSet<Sample> broken = [.. samples.Where((_, i) => failures[i] is not null)];
        return broken.Count == 0 ? dataset : dataset.Without(broken);
    }

    /// <summary>Refuses to go on when a picture could not be read.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.PictureUnreadable"/> names the pictures, the first few of many.</exception>
    public void Require()
    {
        EdgeAdException[] all = [.. failures.OfType<EdgeAdException>()];
        if (all.Length == 1)
        {
            throw new EdgeAdException(ErrorCode.PictureUnreadable, all[0].Message, $"{all[0].Hint}, or go on without it with {Skip}", all[0]);
        }

        if (all.Length > 1)
        {
            string others = all.Length > MostNamed ? $"; and {all.Length - MostNamed} more" : "";
            throw new EdgeAdException(
                ErrorCode.PictureUnreadable,
                $"{all.Length} pictures: {string.Join("; ", all.Take(MostNamed).Select(f => f.Message))}{others}",
                $"Open them in a viewer; replace or remove them, or go on without them with {Skip}");
        }
    }
}
