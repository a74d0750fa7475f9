using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead boards</c>: which camera boards there are, how they are wired, and whether a board file is sound.</summary>
internal static class BoardsVerb
{
    public static Command Build()
    {
        var name = new Argument<string?>("NAME") { Description = "One board instead of the list.", Arity = ArgumentArity.ZeroOrOne };
        var validate = new Option<string?>("--validate") { Description = "Check a board file of your own.", HelpName = "FILE" };
        var generate = new Option<string?>("--generate") { Description = "Write what a firmware build reads of every board: C header, partition table, configuration.", HelpName = "DIR" };
        Option<string?> json = Options.Json();
        var verb = new Verb("boards", "Lists the camera boards, shows how one is wired, or checks a board file.",
            "edgead boards", "edgead boards xiao-esp32s3-sense", "edgead boards --validate my-board.json", "edgead boards --generate firmware/boards")
        {
            name, validate, generate, json,
        };
        verb.Run(run =>
        {
            if (run.Get(validate) is { } file)
                return Validate(run, json, file);
            if (run.Get(generate) is { } folder)
                return Generate(run, json, folder);
            if (run.Get(name) is { } board)
                return Show(run, json, BoardCatalog.Find(board));
            return List(run, json);
        });
        return verb;
    }

    private static int List(VerbRun run, Option<string?> json)
    {
        var table = new TextTable("board", "name on the box", "sensor", "flash", "PSRAM", "signals") { AlignLeft = true };
        foreach (Board b in BoardCatalog.All)
            table.Add(b.Name, b.Title, string.Join(", ", b.Camera?.Sensors ?? ["any"]), Memory(b.Flash?.Bytes), Psram(b), $"{b.Signals.Count} of {LineSignal.All.Count}");
        run.Say(table);
        run.WriteJson(json, BoardCatalog.All);
        run.Next($"edgead boards {BoardCatalog.All[^1].Name}");
        return ExitCode.Ok;
    }

    private static int Show(VerbRun run, Option<string?> json, Board board)
    {
        var facts = new TextTable("", "") { AlignLeft = true };
        facts.Add("board", $"{board.Title} ({board.Name})");
        if (!board.IsHost)
            facts.Add("processor", $"{board.Cpu.Chip}, {board.Cpu.Cores} cores at {board.Cpu.ClockMhz} MHz");
        if (board.Camera is { } camera)
            facts.Add("camera", $"{string.Join(" or ", camera.Sensors)}, {camera.Frame} {camera.PixelFormat}");
        facts.Add("memory", board.IsHost ? "this computer's" : $"{Psram(board)} PSRAM; {Figures.Bytes(board.Memory.EngineBytes)} of internal SRAM for the engine");
        if (board.Layout is { } layout)
            facts.Add("flash", $"{Memory(board.Flash!.Bytes)}, layout {layout.Name}, a model may have {Figures.Bytes(board.ModelSlotBytes)}");
        if (board.Port is { } port)
            facts.Add("status port", $"UART{port.Uart}, TX GPIO{port.Tx}, RX GPIO{port.Rx}, 115200 baud");
        run.Say(facts);
        run.Say();
        var signals = new TextTable("signal", "direction", "GPIO") { AlignLeft = true };
        foreach (LineSignal s in LineSignal.All)
            signals.Add(s.Name, s.IsInput ? "in" : "out", board.PinOf(s)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-");
        run.Say(signals);
        run.Say();
        Say(run, BoardCheck.Check(board));
        foreach (string note in board.Notes)
            run.Say($"note: {note}");
        foreach (string source in board.Sources)
            run.Say($"source: {source}");
        run.WriteJson(json, board);
        return ExitCode.Ok;
    }

    private static int Generate(VerbRun run, Option<string?> json, string folder)
    {
        IReadOnlyList<(string Path, string Text)> files = BoardSources.All();
        foreach ((string path, string text) in files)
            AtomicFile.WriteText(Path.Combine([folder, .. path.Split('/')]), text);
        run.Say($"{folder}: {files.Count} files");
        run.WriteJson(json, new { Folder = folder, Files = files.Select(f => f.Path) });
        return ExitCode.Ok;
    }

    private static int Validate(VerbRun run, Option<string?> json, string file)
    {
        Board board = BoardFile.Read(file);
        IReadOnlyList<BoardFinding> findings = BoardCheck.Check(board);
        Say(run, findings);
        string[] errors = [.. findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Text)];
        if (errors.Length > 0)
        {
            throw new EdgeAdException(ErrorCode.BoardInvalid, $"board file '{file}' has {errors.Length} error{(errors.Length == 1 ? "" : "s")}: {errors[0]}",
                "Mend what is listed above");
        }
        run.Say($"{file}: sound");
        run.WriteJson(json, new { File = file, Board = board.Name, Sound = true, Findings = findings });
        return ExitCode.Ok;
    }

    private static void Say(VerbRun run, IReadOnlyList<BoardFinding> findings)
    {
        foreach (BoardFinding finding in findings)
            run.Say($"{finding.Severity.ToString().ToLowerInvariant()}: {finding.Text}");
    }

    private static string Memory(long? bytes) => bytes is { } b ? $"{b >> 20} MB" : "-";

    private static string Psram(Board board) =>
        board.Memory.Psram == PsramKind.None ? "-" : $"{Memory(board.Memory.PsramBytes)} {board.Memory.Psram.ToString().ToLowerInvariant()}";
}
