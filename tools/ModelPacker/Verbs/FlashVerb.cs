using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Flashing;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead flash</c>: firmware, model and application onto a camera board.</summary>
internal static class FlashVerb
{
    public static Command Build()
    {
        var board = new Option<string>("--board") { Description = "The board; edgead boards lists them.", HelpName = "NAME", Required = true };
        var port = new Option<string>("--port") { Description = "Serial port, e.g. COM5 or /dev/ttyACM0.", HelpName = "P", Required = true };
        var model = new Option<string?>("--model") { Description = "Model file (.ead) for slot A.", HelpName = "FILE" };
        var firmware = new Option<string?>("--firmware") { Description = "Folder with bootloader.bin and nanoCLR.bin of your firmware build.", HelpName = "DIR" };
        var app = new Option<string?>("--app") { Description = "Managed application (.bin), deployed with nanoff.", HelpName = "FILE" };
        var dry = new Option<bool>("--dry-run") { Description = "Check everything and print the commands, without touching a port." };
        var esptool = new Option<string>("--esptool") { Description = "The program esptool.", HelpName = "PROGRAM", DefaultValueFactory = _ => "esptool.py" };
        var nanoff = new Option<string>("--nanoff") { Description = "The program nanoff.", HelpName = "PROGRAM", DefaultValueFactory = _ => "nanoff" };
        var verb = new Verb("flash", "Writes firmware, partition table, model and application to a camera board, after checking that they fit it.",
            "edgead flash --board xiao-esp32s3-sense --port /dev/ttyACM0 --model model.ead --dry-run",
            "edgead flash --board xiao-esp32s3-sense --port COM5 --firmware build --model model.ead --app EdgeAD.Device.bin")
        {
            board, port, model, firmware, app, dry, esptool, nanoff,
        };
        verb.Run(run =>
        {
            var request = new FlashRequest(BoardCatalog.Find(run.Get(board)!), run.Get(port)!, run.Get(model), run.Get(firmware), run.Get(app), run.Get(esptool)!, run.Get(nanoff)!);
            if (request is { Model: null, Firmware: null, App: null })
                throw new EdgeAdException(ErrorCode.InvalidOption, "nothing to write", "give --model, --firmware or --app");
            foreach (BoardFinding finding in BoardCheck.Check(request.Board).Where(f => f.Severity == FindingSeverity.Warning))
                run.Note($"warning: {finding.Text}");
            if (run.Get(dry))
                return Print(run, request);
            return Write(run, request);
        });
        return verb;
    }

    private static int Print(VerbRun run, FlashRequest request)
    {
        IReadOnlyList<FlashCommand> commands = FlashPlan.Write(request, FlashPlan.TableFile, FlashPlan.StateFile);
        foreach (FlashCommand command in commands.Prepend(FlashPlan.Identify(request)))
        {
            run.Say($"# {command.Purpose}");
            run.Say(string.Join(' ', command.Arguments.Prepend(command.Program).Select(Shell.Quote)));
        }
        run.Note("nothing was written (--dry-run); partition-table.bin and model-state.bin are made by the run itself");
        if (request.Firmware is null)
            run.Note("the board must carry EdgeAD's firmware already: --firmware writes it, docs/camera.md says how it is built");
        return ExitCode.Ok;
    }

    private static int Write(VerbRun run, FlashRequest request)
    {
        string folder = Directory.CreateTempSubdirectory("edgead-flash-").FullName;
        try
        {
            string table = Path.Combine(folder, FlashPlan.TableFile), state = Path.Combine(folder, FlashPlan.StateFile);
            IReadOnlyList<FlashCommand> commands = FlashPlan.Write(request, table, state);
            File.WriteAllBytes(table, PartitionTable.ToBinary(request.Board.Layout!));
            if (request.Model is { } model)
                File.WriteAllBytes(state, ModelState.Image(File.ReadAllBytes(model), request.Board.Layout!));
            FlashCommand identify = FlashPlan.Identify(request);
            run.Note($"{identify.Purpose} ...");
            ChipReport chip = ChipReport.Parse(CommandRunner.Run(identify, run.Note, run.Cancellation));
            if (chip.Contradicts(request.Board) is { } why)
                throw new EdgeAdException(ErrorCode.BoardMismatch, $"this is not a {request.Board.Title}: {why}; nothing was written", "check --board and --port");
            foreach (FlashCommand command in commands)
            {
                run.Note($"{command.Purpose} ...");
                CommandRunner.Run(command, run.Note, run.Cancellation);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        run.Say($"{request.Board.Title} at {request.Port}: done");
        run.Next($"edgead boards {request.Board.Name}");
        return ExitCode.Ok;
    }
}
