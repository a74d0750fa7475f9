using System.CommandLine;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>The argument DATASET with the options that say how it is split; the same for every verb that takes one.</summary>
internal sealed class DatasetInput
{
    public Argument<string> Folder { get; } = Arguments.Dataset();

    public Option<string?> Group { get; } = Options.Group();

    public Option<int> Seed { get; } = Options.Seed();

    public Option<bool> Resplit { get; } = new("--resplit") { Description = "Split the good pictures anew by part even where folders already say train and test." };

    /// <summary>Adds the argument and its options.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(Folder);
        verb.Add(Group);
        verb.Add(Seed);
        verb.Add(Resplit);
    }

    /// <summary>The folder, for messages.</summary>
    public string Path(VerbRun run) => run.Get(Folder);

    /// <summary>The options to repeat in another command line, with a space in front, or nothing.</summary>
    public string Words(VerbRun run) => run.Words(Group, Seed, Resplit);

    /// <summary>Opens the data set to learn from.</summary>
    public Dataset Open(VerbRun run) =>
        Dataset.Open(run.Get(Folder), new DatasetOptions { Group = run.Get(Group), Seed = run.Get(Seed), Resplit = run.Get(Resplit) });

    /// <summary>Opens the data set to learn from, without good pictures that cannot be read when <paramref name="skip"/> was given; warnings name them.</summary>
    public Dataset OpenReadable(VerbRun run, Option<bool> skip)
    {
        Dataset dataset = Open(run);
        return run.Get(skip) ? WithoutUnreadable(run, dataset, dataset.TrainGood) : dataset;
    }

    /// <summary>A data set without those of some pictures that cannot be read; warnings name them.</summary>
    public static Dataset WithoutUnreadable(VerbRun run, Dataset dataset, IReadOnlyList<Sample> samples)
    {
        var (readable, unreadable) = run.Work((progress, cancel) => dataset.WithoutUnreadable(samples, progress, cancel));
        run.WarnLeftOut(unreadable);
        return readable;
    }

    /// <summary>
    /// Opens the data set to judge a model with. Where the split is drawn and not laid down in folders, it is drawn with the model's seed, and a
    /// warning tells when it is not the one that the model was trained with: then it is judged on pictures it may have learned.
    /// </summary>
    public Dataset OpenFor(VerbRun run, ModelCard card)
    {
        int seed = run.Has(Seed) || card.Seed is < int.MinValue or > int.MaxValue ? run.Get(Seed) : (int)card.Seed;
        var dataset = Dataset.Open(run.Get(Folder), new DatasetOptions { Group = run.Get(Group), Seed = seed, Resplit = run.Get(Resplit) });
        bool drawn = dataset.Layout == DatasetLayout.Flat || run.Get(Resplit);
        if (drawn && dataset.Name == card.Dataset && run.Work(dataset.ComputeSha256) != card.DatasetSha256)
        {
            run.Warn($"'{run.Get(Folder)}' has changed or is split otherwise than for training: pictures that the model has learned may be among those "
                + "it is judged on. Give the --group, --seed and --resplit of the training");
        }
        return dataset;
    }
}
