using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead bench cost</c>: the cost model behind <c>--board</c> and its error; counts anew on demand.</summary>
internal static class BenchCostVerb
{
    private const string Page = "bench cost";

    public static Verb Build()
    {
        var sweep = new Option<bool>("--sweep") { Description = "Count models of many shapes in the emulators and write what was counted; the tool has to be built again to use it." };
        var targets = new Option<string[]>("--target") { Description = "Target to count or to show; give it several times. All that were counted when left out.", HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "Folder that counts are written to.", HelpName = "DIR", DefaultValueFactory = _ => "tools/EdgeAD.Vision/Cost/targets" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the table of errors as Markdown to FILE; where the file has the marks of docs/performance.md, between them.", HelpName = "FILE" };
        Option<string?> json = Options.Json();
        var verb = new Verb("cost", "Shows how well the cost model of 'train --board' tells instructions of models that it was not fitted to; counts anew on demand.",
            "edgead bench cost",
            "edgead bench cost --sweep --target esp32s3 --target cortex-m4")
        {
            sweep, targets, output, markdown, json,
        };
        verb.Run(run =>
        {
            OutputPath.Require(run.Get(markdown));
            if (run.Get(sweep))
                OutputPath.RequireFolder(run.Get(output));
            IReadOnlyList<string> names = run.Get(targets) is { Length: > 0 } named ? named : TargetCounts.All;
            TargetCounts[] counts = [.. run.Get(sweep) ? Sweep(run, names, run.Get(output)!) : names.Select(n => TargetCounts.Find(n) ?? throw Unknown(n))];
            CostErrors[] errors = [.. counts.Select(CostErrors.Of)];
            var table = new TextTable("target", "operators", "models", "layers", "median error", "90 %", "largest", "layer median", "memory", "code", "default");
            foreach (CostErrors e in errors)
                table.Add(e.Target, e.Table, $"{e.Models}", $"{e.Layers}", Figures.Percent(e.Median), Figures.Percent(e.Percentile90), Figures.Percent(e.Largest), Figures.Percent(e.LayerMedian), Figures.Percent(e.MemoryLargest), Figures.Bytes(e.CodeBytes), FormattableString.Invariant($"{e.DefaultInstructions / 1e6:0.00} M"));
            run.Say(table);
            run.Say("errors of models that the fit has not seen (each left out once), camera frames of 240x240 pixels RGB565; 'memory' is the largest");
            if (run.Get(markdown) is { } page)
            {
                Vision.Bench.MarkedPage.Write(page, Page, CostErrors.Markdown(errors), counts[0].Tool, counts[0].Commit);
                run.Note($"wrote {page}");
            }

            run.WriteJson(json, errors);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static List<TargetCounts> Sweep(VerbRun run, IReadOnlyList<string> names, string folder)
    {
        var missing = new List<string>();
        var all = new List<TargetCounts>();
        if (names.FirstOrDefault(n => n.StartsWith("wasm", StringComparison.Ordinal)) is { } timed)
            throw new EdgeAdException(ErrorCode.InvalidOption, $"'{timed}' is timed, not counted", "name a target that an emulator counts, e.g. cortex-m4");
        foreach (string name in names)
        {
            TargetCounts? counts = run.Work((progress, cancel) =>
            {
                progress.Report(new WorkProgress($"counting {name}", 0, 1));
                return CostSweep.Run(name, missing, cancel);
            });
            if (counts is null)
                continue;
            string file = Path.Combine(folder, name + ".json");
            AtomicFile.WriteText(file, counts.ToJson());
            run.Note($"wrote {file}");
            all.Add(counts);
        }

        foreach (string line in missing)
            run.Warn(line);
        return all.Count > 0 ? all : throw new EdgeAdException(ErrorCode.PackageMissing, $"nothing was counted: {string.Join("; ", missing)}", "install what the warning names");
    }

    private static EdgeAdException Unknown(string name) =>
        new(ErrorCode.InvalidOption, $"'{name}' was never counted", $"counted are {string.Join(", ", TargetCounts.All)}; count it with --sweep");
}
