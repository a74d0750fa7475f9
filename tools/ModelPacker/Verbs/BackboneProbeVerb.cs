using System.CommandLine;
using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Training.Backbones;
using EdgeAD.Vision;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead backbone probe</c>: the yardstick of docs/backbone.md.</summary>
internal static class BackboneProbeVerb
{
    private const string BuiltIn = "builtin", Random = "random";

    public static Verb Build()
    {
        var data = new Argument<string[]>("DATASET") { Description = "Data sets with good and defective test pictures.", Arity = ArgumentArity.OneOrMore };
        var backbones = new Option<string[]>("--backbone") { Description = $"Backbone file, '{BuiltIn}', or '{Random}:SEED' for untrained weights; give it several times to compare.", HelpName = "FILE", DefaultValueFactory = _ => [BuiltIn, Random + ":1"] };
        var cut = new Option<string[]>("--cut") { Description = "Feature layer; give it up to three times. Each backbone's own default when left out.", HelpName = "LAYER" };
        var side = new Option<int>("--input") { Description = "Side of the square input.", HelpName = "PIXELS", DefaultValueFactory = _ => ProbeOptions.Standard.Side };
        Option<string?> json = Options.Json();
        var verb = new Verb("probe", "Compares backbones by the image AUROC of one plain float detector, three splits per data set. For choosing backbones, not for judging models.",
            "edgead backbone probe photos --backbone builtin --backbone imagenet.safetensors",
            "edgead backbone probe setA setB --cut block_3 --cut block_4 --cut block_5")
        {
            data, backbones, cut, side, json,
        };
        verb.Run(run =>
        {
            if (run.Get(side) is < 32 or > 512)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--input {run.Get(side)} is out of range", "use 32 to 512");
            (string Name, Backbone Net)[] nets = [.. run.Get(backbones)!.Select(word => (word, Open(word)))];
            Dataset[] sets = [.. run.Get(data)!.Select(path => Dataset.Open(path))];
            foreach (Dataset set in sets.Where(s => s.TestGood.Count == 0 || s.Defects.Count == 0))
                throw new EdgeAdException(ErrorCode.DatasetLayout, $"'{set.Root}' has {set.TestGood.Count} good and {set.Defects.Count} defective test pictures", "a probe needs both");

            var probe = new BackboneProbe(ProbeOptions.Standard with { Side = run.Get(side) });
            List<(string Name, ProbeResult[] Results)> judged = run.Work((progress, cancel) =>
            {
                var rows = new List<(string, ProbeResult[])>();
                foreach ((string name, Backbone net) in nets)
                {
                    IReadOnlyList<string> cuts = run.Get(cut) is { Length: > 0 } chosen ? chosen : net.DefaultCut;
                    rows.Add((name, [.. sets.Select((set, i) =>
                    {
                        progress.Report(new WorkProgress(name, i, sets.Length));
                        return probe.Judge(net, cuts, set, cancel);
                    })]));
                }

                return rows;
            });

            var table = new TextTable(["backbone", .. sets.Select(s => s.Name), "mean"]);
            foreach ((string name, ProbeResult[] results) in judged)
                table.Add([name, .. results.Select(r => Figure(r.Auroc)), Figure(results.Average(r => r.Auroc))]);
            run.Say(table);
            run.WriteJson(json, judged.Select(j => new { Backbone = j.Name, Mean = j.Results.Average(r => r.Auroc), j.Results }));
            run.Next("edgead train photos -o model.ead --backbone FILE");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Backbone Open(string word) => word switch
    {
        BuiltIn => Backbone.LoadDefault(),
        _ when word.StartsWith(Random + ":", StringComparison.Ordinal) && int.TryParse(word.AsSpan(Random.Length + 1), CultureInfo.InvariantCulture, out int seed) => MobileNetV2.Random(0.35, seed),
        _ => Backbone.Load(word),
    };

    private static string Figure(double auroc) => auroc.ToString("0.000", CultureInfo.InvariantCulture);
}
