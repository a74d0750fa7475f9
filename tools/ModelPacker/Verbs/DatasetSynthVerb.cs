using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Synthesis;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead dataset synth</c>: a data set with synthetic defects and further views, from pictures of good parts.</summary>
internal static class DatasetSynthVerb
{
    private static readonly SynthesisOptions Defaults = new();

    public static Verb Build()
    {
        Argument<string> source = Arguments.Dataset();
        var output = new Option<string>("--output", "-o") { Description = "New folder to write, in MVTec layout with masks.", HelpName = "DIR", Required = true };
        var kind = new Option<string[]>("--kind") { Description = "Kind of defect; may be given several times. All when left out.", HelpName = string.Join('|', SyntheticNames.All) };
        kind.AcceptOnlyFromAmong([.. SyntheticNames.All]);
        var severity = new Option<string[]>("--severity") { Description = "How hard to see; may be given several times. All when left out.", HelpName = "easy|medium|hard" };
        severity.AcceptOnlyFromAmong([.. Enum.GetValues<Difficulty>().Select(d => d.Word())]);
        var defects = new Option<int>("--defects") { Description = "Defects per kind and severity.", HelpName = "N", DefaultValueFactory = _ => Defaults.Defects };
        var augment = new Option<int>("--augment")
        {
            Description = "Further views of every good training picture: flips and turns that the set allows, small shifts, light.", HelpName = "N", DefaultValueFactory = _ => 0,
        };
        Option<string?> group = Options.Group();
        Option<int> seed = Options.Seed();
        Option<string?> json = Options.Json();
        var verb = new Verb("synth", "Makes defects on held-out pictures of good parts and writes them with masks as a data set, to compare models before a defect was ever seen.",
            "edgead dataset synth photos -o photos-synth",
            "edgead dataset synth photos -o photos-synth --kind scar --kind stain --severity hard --augment 4")
        {
            source, output, kind, severity, defects, augment, group, seed, json,
        };
        verb.Run(run =>
        {
            var options = new SynthesisOptions
            {
                Kinds = run.Get(kind) is { Length: > 0 } kinds ? [.. kinds.Distinct().Select(SyntheticNames.Parse)] : Defaults.Kinds,
                Difficulties = run.Get(severity) is { Length: > 0 } words ? [.. Enum.GetValues<Difficulty>().Where(d => words.Contains(d.Word()))] : Defaults.Difficulties,
                Defects = run.Get(defects),
                Augment = run.Get(augment),
                Seed = run.Get(seed),
            };
            string folder = run.Get(output)!;
            OutputPath.RequireFolder(folder);
            Dataset dataset = Dataset.Open(run.Get(source), new DatasetOptions { Group = run.Get(group), Seed = run.Get(seed) });
            SynthesisResult result = run.Work((progress, cancel) => DatasetSynthesizer.Write(dataset, folder, options, progress, cancel));
            run.Say($"{folder}: {result.TrainGood} good pictures to learn from, {result.TestGood} held out, {result.Defects} with a synthetic defect");
            if (result.Symmetries.Count > 0)
                run.Say($"further views: {string.Join(", ", result.Symmetries)}; small shifts, turns and light");
            if (result.Skipped > 0)
                run.Warn($"{result.Skipped} defects would not have shown on these pictures and were left out");
            run.WriteJson(json, new { Folder = folder, result.TrainGood, result.TestGood, result.Defects, result.Skipped, result.Symmetries });
            string grouped = run.Has(group) ? run.Words(group) : $" --group {Shell.Quote(DatasetSynthesizer.GroupPattern)}";
            run.Next($"edgead train {Shell.Quote(folder)} -o model.ead{grouped}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
