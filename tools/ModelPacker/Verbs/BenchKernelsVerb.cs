using System.CommandLine;
using System.Text.Json;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead bench kernels</c>: speed and size of the kernels; writes the tables and the chart of docs/performance.md.</summary>
internal static class BenchKernelsVerb
{
    private const string Page = "bench kernels";

    public static Verb Build()
    {
        var model = new Argument<string?>("MODEL") { Description = "Model file; the network of 'edgead train' with nothing learnt when left out.", Arity = ArgumentArity.ZeroOrOne };
        var emulated = new Option<bool>("--emulated") { Description = "Count instructions on the emulated targets too; says which tools are missing and installs nothing." };
        var targets = new Option<string[]>("--target") { Description = "An emulated target; give it several times. All that are worth counting when left out.", HelpName = "NAME" };
        var rounds = new Option<int>("--rounds") { Description = "Frames that a median is taken over.", HelpName = "N", DefaultValueFactory = _ => new KernelBenchOptions().Rounds };
        var alone = new Option<bool>("--no-peers") { Description = "Do not measure ONNX Runtime, which comes from NuGet, beside the kernels." };
        var from = new Option<string?>("--from") { Description = "Measure nothing: make page and chart from a report that --json wrote.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables as Markdown to FILE; where the file has the marks of docs/performance.md, between them.", HelpName = "FILE" };
        var chart = new Option<string?>("--chart") { Description = "Draw a bar chart, an SVG file.", HelpName = "FILE" };
        Option<string?> json = Options.Json();
        var verb = new Verb("kernels", "Measures the kernels per layer and as a whole, on this machine and on emulated targets, beside other runtimes.",
            "edgead bench kernels",
            "edgead bench kernels --emulated --json docs/performance.json --markdown docs/performance.md --chart docs/images/performance.svg",
            "edgead bench kernels model.ead --emulated --target cortex-m4 --no-peers")
        {
            model, emulated, targets, rounds, alone, from, markdown, chart, json,
        };
        verb.Run(run =>
        {
            if (run.Get(rounds) is < 3 or > 100_000)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--rounds {run.Get(rounds)} is out of range", "give 3 to 100000");
            OutputPath.Require(run.Get(markdown), run.Get(chart));
            var options = new KernelBenchOptions
            {
                Model = run.Get(model), Emulated = run.Get(emulated) || run.Has(targets), Targets = run.Get(targets) ?? [], Peers = !run.Get(alone), Rounds = run.Get(rounds),
            };
            KernelReport report = run.Get(from) is { } made ? Read(made) : run.Work((progress, cancel) => KernelBench.Run(options, progress, cancel));
            Say(run, report);
            if (run.Get(markdown) is { } page)
            {
                MarkedPage.Write(page, Page, KernelPage.Markdown(report), report.Tool, report.Commit);
                run.Note($"wrote {page}");
            }

            if (run.Get(chart) is { } drawing)
            {
                AtomicFile.WriteText(drawing, KernelChart.Svg(report));
                run.Note($"wrote {drawing}");
            }

            run.WriteJson(json, report);
            return ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>A report that <c>--json</c> wrote.</summary>
    private static KernelReport Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<KernelReport>(File.ReadAllText(file), JsonText.Options) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EdgeAdException(ErrorCode.PathNotFound, $"'{file}' is no report of bench kernels: {e.Message}", "write one with: edgead bench kernels --json FILE", e);
        }
    }

    private static void Say(VerbRun run, KernelReport report)
    {
        run.Say(report.Model);
        run.Say($"this machine: {report.Machine}");
        run.Say();
        var table = new TextTable("target", "operators", "layers", "MAC per us/instr", "plain C / this", "head", "whole frame", "works in", "code");
        foreach (var target in report.ByTarget())
        {
            double plain = (target.FirstOrDefault(t => t.Table == TableFigures.Plain) ?? target.First()).Backbone;
            foreach (TableFigures t in target)
            {
                table.Add(t.Target, t.Table, Value(t.Backbone, t.Unit), FormattableString.Invariant($"{t.Macs / t.Backbone:0.##}"), FormattableString.Invariant($"{plain / t.Backbone:0.0}"),
                    Value(t.Head, t.Unit), Value(t.Frame, t.Unit), Figures.Bytes(t.EngineBytes), t.CodeBytes > 0 ? Figures.Bytes(t.CodeBytes) : "");
            }
        }

        run.Say(table);
        run.Say();
        if (report.Peers.Count > 0)
        {
            var peers = new TextTable("other runtime", "target", "layers", "it / our layers", "measured");
            foreach (PeerFigure p in report.Peers)
            {
                TableFigures? ours = report.Tables.FirstOrDefault(t => t.Target == p.Target);
                peers.Add(p.Name, p.Target, Value(p.Value, p.Unit), ours is null ? "" : FormattableString.Invariant($"{p.Value / ours.Backbone:0.0}"), p.Measured ? "in this run" : "earlier");
            }

            run.Say(peers);
            run.Say();
        }

        TableFigures[] best = [.. report.ByTarget().Select(g => g.First())];
        var layers = new TextTable(["layer", "shape", .. best.Select(t => t.Target)]);
        for (int i = 0; i < report.LayerNames.Count; i++)
            layers.Add([report.LayerNames[i], best[0].Layers[i].Shape, .. best.Select(t => Value(t.Layers[i].Value, t.Unit))]);
        run.Say(layers);
        foreach (string missing in report.Missing)
            run.Warn(missing);
    }

    private static string Value(double value, string unit) => unit == "us" ? FormattableString.Invariant($"{value:0.0} us") : Figures.Count((long)value);
}
