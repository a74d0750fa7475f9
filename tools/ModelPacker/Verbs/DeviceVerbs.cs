using System.CommandLine;
using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.ModelPacker.Device;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead device</c>: talks to a camera over its status port.</summary>
internal static class DeviceVerbs
{
    public static Command Build() => new Verb("device", "Talks to a camera over its status port: state, threshold, teach-in, events, a picture for aiming, settings.", "edgead device status --port sim", "edgead device snapshot -o aim.png --port COM5")
    {
        Status(), Threshold(), Teach(), Snapshot(), Events(), Settings(), Update(), Restart(),
    };

    private static Option<string> Port() => new("--port", "-p")
    {
        Description = "Serial port of the camera (COM5, /dev/ttyUSB0), sim for a simulated camera, or sim:idle for one whose belt stands still.", HelpName = "PORT", Required = true,
    };

    private static Verb Status()
    {
        Option<string> port = Port();
        Option<string?> json = Options.Json();
        var verb = new Verb("status", "Shows what the camera is doing: faults, counters, times, model, settings.", "edgead device status --port COM5", "edgead device status --port sim --json") { port, json };
        verb.Run(run =>
        {
            var lines = Ask(run, port, "status");
            Say(run, lines);
            run.WriteJson(json, lines.Select(line => line.Split(' ', 2)).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => Value(group.Key, [.. group.Select(pair => pair[^1])])));
            return ExitCode.Ok;
        });
        return verb;
    }

    // Digits of a hash are no number; what the camera does not know it says with nan, the time with -1.
    private static object? Value(string name, string[] values) => (name, values) switch
    {
        ("model" or "settings" or "fault" or "settings_error", _) or (_, not [_]) => string.Join("; ", values),
        ("utc_ms", ["-1"]) => null,
        (_, [var text]) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        (_, [var text]) when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => double.IsFinite(number) ? number : null,
        (_, [var text]) => text == "inf" ? null : text,
    };

    private static Verb Threshold()
    {
        Option<string> port = Port();
        var value = new Argument<string?>("VALUE") { Description = "A score; reset: the model's own; accept: what the teach-in proposes. Left out: show.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("threshold", "Shows the threshold, or sets another one and keeps it across restarts.", "edgead device threshold --port COM5", "edgead device threshold 5.25 --port COM5") { value, port };
        verb.Run(run => Plain(run, port, run.Get(value) is { } given ? $"threshold {given}" : "threshold"));
        return verb;
    }

    private static Verb Teach()
    {
        Option<string> port = Port();
        var parts = new Argument<int?>("PARTS") { Description = "Good parts to look at, 20 to 1000. Left out: show how far it is.", Arity = ArgumentArity.ZeroOrOne };
        var fpr = new Option<double>("--fpr") { Description = "Share of good parts that may be rejected, 0.0001 to 0.2.", HelpName = "SHARE", DefaultValueFactory = _ => 0.001 };
        var verb = new Verb("teach", "Learns a threshold from good parts on site. Only good parts may pass meanwhile; then edgead device threshold accept.",
            "edgead device teach 200 --fpr 0.001 --port COM5", "edgead device teach --port COM5") { parts, fpr, port };
        verb.Run(run => Plain(run, port, run.Get(parts) is { } count ? string.Create(CultureInfo.InvariantCulture, $"teach {count} {run.Get(fpr):0.######}") : "teach"));
        return verb;
    }

    private static Verb Snapshot()
    {
        Option<string> port = Port();
        var output = new Option<string>("--output", "-o") { Description = "Picture to write, PNG or JPEG.", HelpName = "FILE", DefaultValueFactory = _ => "snapshot.png" };
        var verb = new Verb("snapshot", "Fetches the next picture that the camera takes, for aiming and lighting.", "edgead device snapshot -o aim.png --port COM5") { output, port };
        verb.Run(run =>
        {
            string path = run.Get(output)!;
            OutputPath.Require(path);
            using DeviceLink link = DeviceLink.Open(run.Get(port)!);
            var snapshot = new Device.Snapshot();
            foreach (string line in link.Ask("snapshot", run.Cancellation))
                snapshot.Add(line);
            Picture picture = snapshot.ToPicture();
            PictureWriter.Save(picture, path);
            run.Say($"{path}: {picture.Width} x {picture.Height}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Events()
    {
        Option<string> port = Port();
        var count = new Option<int>("--count") { Description = "How many, the latest.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var kept = new Option<bool>("--kept") { Description = "Those kept in flash, of earlier starts too, instead of those in memory." };
        var verb = new Verb("events", "Lists decisions and faults.", "edgead device events --port COM5", "edgead device events --kept --count 100 --port COM5") { count, kept, port };
        verb.Run(run =>
        {
            var table = new TextTable("start.number", "uptime s", "UTC", "event", "part", "", "score", "threshold", "ms", "fault", "model") { AlignLeft = true };
            foreach (string[] e in Ask(run, port, $"events {run.Get(count)}{(run.Get(kept) ? " kept" : "")}").Select(line => line.Split(' ')).Where(words => words is ["event", ..] && words.Length == 12))
                table.Add(e[1], Scaled(e[2], 1e6), Utc(e[3]), e[4], e[5], e[6], e[7], e[8], Scaled(e[9], 1e3), FaultOf(e[10]), e[11]);
            run.Say(table);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Settings()
    {
        Option<string> port = Port();
        var name = new Argument<string?>("NAME") { Description = "Setting to change, as docs/line-interface.md names it. Left out: list those that are set.", Arity = ArgumentArity.ZeroOrOne };
        var value = new Argument<string[]>("VALUE") { Description = "Its value; left out: back to the default.", Arity = ArgumentArity.ZeroOrMore };
        var verb = new Verb("settings", "Lists or changes settings; they count from the next start of the camera on.", "edgead device settings --port COM5",
            "edgead device settings OutputDelay 350000 --port COM5", "edgead device settings pin.err 10 inverted --port COM5") { name, value, port };
        verb.Run(run => run.Get(name) is { } key
            ? Plain(run, port, $"set {key} {string.Join(' ', run.Get(value))}".TrimEnd(), $"kept; it counts from the next start on: edgead device restart --port {Shell.Quote(run.Get(port)!)}")
            : Plain(run, port, "settings", "every setting has its default; docs/line-interface.md lists them"));
        return verb;
    }

    private static Verb Update()
    {
        Option<string> port = Port();
        var model = new Argument<string>("MODEL") { Description = "Model file (.ead), signed where the camera asks for it." };
        var verb = new Verb("update", "Writes a new model into the camera's idle slot and lets the camera check it. It is on trial from the next start on and rolls back unless it judges.",
            "edgead device update model.ead --port COM5") { model, port };
        verb.Run(run =>
        {
            string path = run.Get(model)!;
            using (AnomalyModel opened = AnomalyModel.Open(path))
                opened.SelfTest(); // what this machine refuses need not take minutes to the camera first
            byte[] file = File.ReadAllBytes(path);
            using DeviceLink link = DeviceLink.Open(run.Get(port)!);
            run.Work((progress, cancel) =>
            {
                ModelTransfer.Send(link, file, progress, cancel);
                return true;
            });
            run.Say($"{path}: {file.Length} bytes, checked by the camera; on trial from the next start on");
            run.Next($"edgead device restart --port {Shell.Quote(run.Get(port)!)}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Restart()
    {
        Option<string> port = Port();
        var verb = new Verb("restart", "Starts the camera anew, so that changed settings count; refused while parts are on their way.", "edgead device restart --port COM5") { port };
        verb.Run(run => Plain(run, port, "restart", "the camera starts anew; ERR stays on until RESET"));
        return verb;
    }

    /// <summary>Asks and shows the answer; <paramref name="nothing"/> tells what an answer without lines means.</summary>
    private static int Plain(VerbRun run, Option<string> port, string request, string nothing = "done")
    {
        List<string> lines = Ask(run, port, request);
        Say(run, lines);
        if (lines.Count == 0)
            run.Note(nothing);
        return ExitCode.Ok;
    }

    private static List<string> Ask(VerbRun run, Option<string> port, string request)
    {
        using DeviceLink link = DeviceLink.Open(run.Get(port)!);
        return [.. link.Ask(request, run.Cancellation)];
    }

    private static void Say(VerbRun run, IEnumerable<string> lines)
    {
        var table = new TextTable("", "") { AlignLeft = true };
        foreach (string line in lines)
        {
            string[] pair = line.Split(' ', 2);
            table.Add(pair[0], pair.Length > 1 ? pair[1] : "");
        }

        run.Say(table);
    }

    private static string Scaled(string number, double by) => (long.Parse(number, CultureInfo.InvariantCulture) / by).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Utc(string milliseconds) => long.Parse(milliseconds, CultureInfo.InvariantCulture) is var utc and >= 0
        ? DateTimeOffset.FromUnixTimeMilliseconds(utc).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : "not set";

    private static string FaultOf(string bits) => bits == "0" ? "" : Core.FaultText.Of((Core.Fault)int.Parse(bits, CultureInfo.InvariantCulture));
}
