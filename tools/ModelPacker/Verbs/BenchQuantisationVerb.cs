using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead bench quantisation</c>: what int8 costs detection; writes the tables of docs/quantisation.md.</summary>
internal static class BenchQuantisationVerb
{
    private const string BuiltIn = "builtin";

    public static Verb Build()
    {
        var data = new Argument<string[]>("DATASET") { Description = "Data sets with good and defective test pictures.", Arity = ArgumentArity.OneOrMore };
        var backbones = new Option<string[]>("--backbone") { Description = $"Backbone file or '{BuiltIn}'; give it several times.", HelpName = "FILE", DefaultValueFactory = _ => [BuiltIn] };
        var side = new Option<int>("--input") { Description = "Side of the square input.", HelpName = "PIXELS", DefaultValueFactory = _ => 96 };
        var seeds = new Option<int>("--seeds") { Description = "Splits per data set: its folders' own, then this many less one dealt anew.", HelpName = "N", DefaultValueFactory = _ => 3 };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables as Markdown to FILE.", HelpName = "FILE" };
        Option<string?> json = Options.Json();
        var verb = new Verb("quantisation", "Compares image AUROC and signal to noise of float features, exact int8 and int8 with group shifts under one plain detector.",
            "edgead bench quantisation photos",
            "edgead bench quantisation setA setB --backbone builtin --backbone imagenet.safetensors --markdown quantisation.md")
        {
            data, backbones, side, seeds, markdown, json,
        };
        verb.Run(run =>
        {
            if (run.Get(side) is < 32 or > 512 || run.Get(side) % 8 != 0)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--input {run.Get(side)} is out of range", "give a multiple of 8 between 32 and 512");
            if (run.Get(seeds) is < 1 or > 20)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--seeds {run.Get(seeds)} is out of range", "give 1 to 20");
            OutputPath.Require(run.Get(markdown));
            Dataset[] sets = [.. run.Get(data).Select(path => Dataset.Open(path))];
            foreach (Dataset set in sets.Where(s => s.TestGood.Count == 0 || s.Defects.Count == 0))
                throw new EdgeAdException(ErrorCode.DatasetLayout, $"'{set.Root}' has {set.TestGood.Count} good and {set.Defects.Count} defective test pictures", "this comparison needs both");

            int[] all = [.. Enumerable.Range(0, run.Get(seeds))];
            var text = new StringBuilder();
            var reports = new List<object>();
            foreach (string name in run.Get(backbones)!)
            {
                Backbone backbone = name == BuiltIn ? Backbone.LoadDefault() : Backbone.Load(name);
                var study = new QuantizationStudy(backbone, run.Get(side));
                QuantizationResult[] results = run.Work((progress, cancel) => sets.SelectMany(set => study.Run(set, all, progress, cancel)).ToArray());
                string title = $"{Path.GetFileNameWithoutExtension(name)} ({backbone.Name})";
                run.Say($"{title}, cut at {string.Join(", ", backbone.DefaultCut)}, {run.Get(side)}x{run.Get(side)}");
                run.Say(Table(results));
                run.Say();
                Markdown(text, title, backbone, run.Get(side), results);
                reports.Add(new { Backbone = name, backbone.DefaultCut, Side = run.Get(side), Results = results });
            }

            if (run.Get(markdown) is { } file)
            {
                AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
                run.Note($"wrote {file}");
            }

            run.WriteJson(json, reports);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static TextTable Table(IReadOnlyList<QuantizationResult> results)
    {
        var table = new TextTable("set", "float", "exact", "shift", "shift - float", "exact dB", "shift dB", "s");
        foreach (string[] row in Rows(results))
            table.Add(row);
        return table;
    }

    private static void Markdown(StringBuilder text, string title, Backbone backbone, int side, IReadOnlyList<QuantizationResult> results)
    {
        int splits = results.Count(r => r.Set == results[0].Set);
        text.Append(CultureInfo.InvariantCulture, $"**{title}**, cut at {string.Join(", ", backbone.DefaultCut)}, {side}x{side}, {splits} split(s) per set:\n\n");
        text.Append("| set | float | int8 exact | int8 shift | shift - float | exact, dB | shift, dB | s to quantise |\n|---|---|---|---|---|---|---|---|\n");
        foreach (string[] row in Rows(results))
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        text.Append('\n');
    }

    /// <summary>A row per set, averaged over its splits, and the mean of all sets.</summary>
    private static IEnumerable<string[]> Rows(IReadOnlyList<QuantizationResult> results)
    {
        QuantizationResult[] sets = [.. results.GroupBy(r => r.Set).Select(g => Mean(g.Key, [.. g]))];
        return sets.Append(Mean("mean", sets)).Select(r => (string[])
        [
            r.Set, Auroc(r.Float), Auroc(r.Exact), Auroc(r.Shift), (r.Shift - r.Float).ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture),
            Decimal(r.ExactDecibel), Decimal(r.ShiftDecibel), Decimal(r.Seconds),
        ]);
    }

    private static QuantizationResult Mean(string name, QuantizationResult[] of) => new(
        name, 0, of.Average(r => r.Float), of.Average(r => r.Exact), of.Average(r => r.Shift), of.Average(r => r.ExactDecibel), of.Average(r => r.ShiftDecibel), of.Average(r => r.Seconds));

    private static string Auroc(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Decimal(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
