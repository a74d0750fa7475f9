using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead dataset info|render|split|synth</c>: look at, make and divide data sets.</summary>
internal static class DatasetVerbs
{
    public static Command Build() => new Verb("dataset", "Looks at data sets, renders a demonstration set, splits by part, makes defects.", "edgead dataset info photos")
    {
        Info(), Render(), Split(), DatasetSynthVerb.Build(),
    };

    private static Verb Info()
    {
        var input = new DatasetInput();
        Option<string?> json = Options.Json();
        var verb = new Verb("info", "Says what a data set holds: counts per split, part and category, sizes, doubtful things, its hash.",
            "edgead dataset info photos",
            "edgead dataset info photos --group 'part(\\d+)' --json info.json");
        input.AddTo(verb);
        verb.Add(json);
        verb.Run(run =>
        {
            Dataset dataset = input.Open(run);
            DatasetReport report = run.Work((progress, cancel) => DatasetReport.Of(dataset, progress, cancel));
            run.Say($"{report.Name}: {report.Images} pictures, {(report.Layout == DatasetLayout.Mvtec ? "MVTec" : "flat")} layout, {dataset.Parts.Count} parts");
            run.Say();
            run.Say(CountTable(report));
            run.Say();
            run.Say($"sizes   {string.Join(", ", report.Sizes.Take(4).Select(s => $"{s.Key} ({s.Value})"))}{(report.Sizes.Count > 4 ? $", {report.Sizes.Count - 4} more" : "")}");
            run.Say($"sha256  {report.Sha256}");
            if (report.IgnoredFiles > 0)
                run.Say($"ignored {report.IgnoredFiles} file(s) that are not pictures");
            foreach (var (path, reason) in report.Unreadable.Take(10))
                run.Warn($"{path}: {reason}");
            foreach (string warning in report.Warnings)
                run.Warn(warning);
            run.WriteJson(json, report);
            if (report.CanTrain)
                run.Next($"edgead train {Shell.Quote(input.Path(run))} -o model.ead{input.Words(run)}{(report.TrainUnreadable ? " --skip-unreadable" : "")}");
            else
                run.Warn($"train refuses this set: it needs {ModelTrainer.MinParts} good parts with different pictures to learn from, after the split");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Render()
    {
        var output = new Argument<string>("OUT") { Description = "Folder to write; new, or rendered before and --force." };
        var parts = new Option<int>("--parts") { Description = "Good parts; one third of them for testing.", HelpName = "N", DefaultValueFactory = _ => 90 };
        var views = new Option<int>("--views") { Description = "Pictures per part.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var defects = new Option<int?>("--defects") { Description = "Defective parts per kind and difficulty (6 kinds, 3 difficulties).", HelpName = "N" };
        Option<int> seed = Options.Seed();
        var force = new Option<bool>("--force") { Description = "Replace a data set that was rendered before; never anything else." };
        var verb = new Verb("render", "Renders photo-like pictures of biscuits on a belt, good and defective, with masks: something to try the tool on.",
            "edgead dataset render biscuits",
            "edgead dataset render biscuits --parts 120 --views 2 --seed 7 --force")
        {
            output, parts, views, defects, seed, force,
        };
        verb.Run(run =>
        {
            RenderOptions options = RenderOptions.ForParts(run.Get(parts)) with { Views = run.Get(views), Seed = run.Get(seed) };
            options = run.Get(defects) is { } count ? options with { DefectParts = count } : options;
            string folder = run.Get(output);
            run.Work((progress, cancel) =>
            {
                DatasetRenderer.Render(options, folder, run.Get(force), progress, cancel);
                return true;
            });
            run.Say($"{folder}: {options.Pictures} pictures of {options.TrainParts} + {options.TestParts} good and {DefectivePartsOf(options)} defective parts");
            run.Next($"edgead train {Shell.Quote(folder)} -o model.ead --group \"{DatasetRenderer.GroupPattern}\"");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Split()
    {
        var source = new Argument<string>("SRC") { Description = "Data set to split; it is only read." };
        var output = new Argument<string>("OUT") { Description = "New folder for the copy in MVTec layout." };
        Option<string?> group = Options.Group();
        var test = new Option<double>("--test") { Description = "Share of the good pictures kept for testing.", HelpName = "SHARE", DefaultValueFactory = _ => 0.3 };
        Option<int> seed = Options.Seed();
        var verb = new Verb("split", "Copies a data set into MVTec layout, its good pictures split anew into train and test by whole parts.",
            "edgead dataset split photos photos-split --group 'part(\\d+)' --test 0.3 --seed 1")
        {
            source, output, group, test, seed,
        };
        verb.Run(run =>
        {
            string folder = run.Get(output);
            OutputPath.RequireFolder(folder);
            var options = new DatasetOptions { Group = run.Get(group), TestFraction = run.Get(test), Seed = run.Get(seed), Resplit = true };
            Dataset dataset = Dataset.Open(run.Get(source), options);
            run.Work((progress, cancel) =>
            {
                DatasetCopier.Copy(dataset, folder, progress, cancel);
                return true;
            });
            run.Say($"{folder}: {dataset.TrainGood.Count} good pictures to learn from, {dataset.TestGood.Count} good and {dataset.Defects.Count} defective to test");
            if (run.Get(group) is null)
                run.Warn("without --group every picture counts as a part of its own");
            run.Next($"edgead dataset info {Shell.Quote(folder)}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static int DefectivePartsOf(RenderOptions options) => options.Pictures / options.Views - options.TrainParts - options.TestParts;

    private static TextTable CountTable(DatasetReport report)
    {
        var table = new TextTable("split", "pictures", "parts", "masks");
        void Add(string name, DatasetCount count) => table.Add(name, $"{count.Images}", $"{count.Parts}", count.Masks > 0 ? $"{count.Masks}" : "-");
        Add("train/good", report.TrainGood);
        Add("test/good", report.TestGood);
        foreach (var (category, count) in report.Defects)
            Add($"test/{category}", count);
        return table;
    }
}
