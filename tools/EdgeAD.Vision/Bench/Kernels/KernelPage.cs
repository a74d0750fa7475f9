using System.Globalization;
using System.Text;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Bench;

/// <summary>The tables of docs/performance.md.</summary>
public static class KernelPage
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Markdown of a report; the same report gives the same text.</summary>
    public static string Markdown(KernelReport report)
    {
        var text = new StringBuilder();
        text.Append(Culture, $"Model: {report.Model}; {report.Tables[0].Macs / 1e6:0.00} million multiply-accumulates (MAC), model file without self-test pictures {Figures.Bytes(report.ModelBytes)}, line buffers {Figures.Bytes(report.ArenaBytes)}.\n\n");
        foreach (string line in report.Missing)
            text.Append(Culture, $"Not measured: {line}\n\n");
        Host(text, report);
        Emulated(text, report);
        Layers(text, report);
        return text.ToString();
    }

    private static void Host(StringBuilder text, KernelReport report)
    {
        TableFigures[] tables = [.. report.Tables.Where(t => t.Target == TableFigures.Host)];
        text.Append(Culture, $"### This machine\n\n{report.Machine}, one thread, median microseconds. The layers are timed alone, the frame as a whole; a camera frame has 240x240 pixels RGB565 and is resized.\n\n");
        text.Append("| operators | layers | MAC per us | plain C / this | head | whole frame | camera frame | working memory |\n|---|---|---|---|---|---|---|---|\n");
        foreach (TableFigures t in tables)
        {
            text.Append(Culture, $"| {Words(t)} | {t.Backbone:0.0} | {t.Macs / t.Backbone:0} | {PlainOf(tables, t) / t.Backbone:0.0} | {t.Head:0.0} | {t.Frame:0.0} | {t.Camera:0.0} | {Figures.Bytes(t.EngineBytes)} |\n");
        }

        PeerFigure[] peers = [.. report.Peers.Where(p => p.Target == TableFigures.Host)];
        if (peers.Length > 0)
        {
            text.Append("\nOther runtimes on the same layers, without picture conversion and head, against our whole frame:\n\n| runtime | us | runtime / our whole frame | measured |\n|---|---|---|---|\n");
            foreach (PeerFigure p in peers)
                text.Append(Culture, $"| {p.Name} | {p.Value:0} | {p.Value / tables[0].Frame:0.0} | {(p.Measured ? "in this run, in turns with the kernels" : "earlier, on a Zen 4 core with AVX-512")} |\n");
        }

        text.Append('\n');
    }

    private static void Emulated(StringBuilder text, KernelReport report)
    {
        if (report.Tables.All(t => t.Target == TableFigures.Host))
            return;
        text.Append("### Emulated targets\n\nMillion instructions counted in QEMU (WebAssembly: milliseconds in node on this machine): instructions are exact, they are not cycles. Code is the whole library with its reference C; "
            + "working memory is the engine's on that target, repacked weights included.\n\n");
        text.Append("| target | operators | layers | MAC per instruction | plain C / this | head | whole frame | camera frame | head / layers | code, bytes | working memory | other runtime, layers | other / this |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var target in report.ByTarget().Where(g => g.Key != TableFigures.Host))
        {
            TableFigures[] tables = [.. target];
            foreach (TableFigures t in tables)
            {
                PeerFigure? peer = t == tables[0] ? report.Peers.FirstOrDefault(p => p.Target == t.Target) : null;
                double unit = t.Unit == "us" ? 1e3 : 1e6;
                text.Append(Culture, $"| {t.Target} | {Words(t)} | {t.Backbone / unit:0.00} | {(t.Unit == "us" ? "" : (t.Macs / t.Backbone).ToString("0.00", Culture))} | {PlainOf(tables, t) / t.Backbone:0.0} | {t.Head / unit:0.00} | {t.Frame / unit:0.00} | {t.Camera / unit:0.00} | {100 * t.Head / t.Backbone:0} % | {t.CodeBytes.ToString("#,0", Culture)} | {Figures.Bytes(t.EngineBytes)} |");
                text.Append(peer is null ? "  |  |\n" : string.Create(Culture, $" {peer.Name}: {peer.Value / unit:0.00}{(peer.Measured ? "" : " (earlier)")} | {peer.Value / t.Backbone:0.0} |\n"));
            }
        }

        foreach (PeerFigure p in report.Peers.Where(p => p.Target != TableFigures.Host && report.Tables.All(t => t.Target != p.Target)))
            text.Append(Culture, $"\n{p.Name} on {p.Target}: {p.Value / 1e6:0.0} million instructions for the layers (earlier); our kernels there were not counted in this run.\n");
        text.Append('\n');
    }

    private static void Layers(StringBuilder text, KernelReport report)
    {
        TableFigures[] best = [.. report.ByTarget().Select(g => g.First())];
        text.Append(Culture, $"### Layer by layer\n\nThe fastest operators of each target: microseconds on this machine and in WebAssembly, thousand instructions elsewhere.\n\n| layer | shape | kMAC | {string.Join(" | ", best.Select(t => t.Target == TableFigures.Host ? $"this machine, {t.Table}" : t.Target))} |\n|---|---|---|{string.Concat(best.Select(_ => "---|"))}\n");
        for (int i = 0; i < report.LayerNames.Count; i++)
        {
            LayerFigure layer = best[0].Layers[i];
            text.Append(Culture, $"| {report.LayerNames[i]} | {layer.Shape}{(layer.Requantisation == "exact" && layer.Op != "add" ? ", exact" : "")} | {layer.Macs / 1e3:0} | {string.Join(" | ", best.Select(t => Small(t, t.Layers[i].Value)))} |\n");
        }

        text.Append(Culture, $"| head | | | {string.Join(" | ", best.Select(t => Small(t, t.Head)))} |\n");
        text.Append(Culture, $"| picture, schedule, drift | | | {string.Join(" | ", best.Select(t => Small(t, Math.Max(0, t.Frame - t.Head - t.Backbone))))} |\n");
        text.Append(Culture, $"| **whole frame** | | | {string.Join(" | ", best.Select(t => Small(t, t.Frame)))} |\n");
        text.Append(Culture, $"| camera frame, 240x240 RGB565 | | | {string.Join(" | ", best.Select(t => Small(t, t.Camera)))} |\n");
    }

    private static string Small(TableFigures table, double value) => (table.Unit == "us" ? value : value / 1e3).ToString(table.Unit == "us" ? "0.0" : "0", Culture);

    private static double PlainOf(IReadOnlyList<TableFigures> tables, TableFigures own) => (tables.FirstOrDefault(t => t.Table == TableFigures.Plain) ?? own).Backbone;

    private static string Words(TableFigures table) => table.Table == TableFigures.Plain ? "reference C" : table.Table;
}
