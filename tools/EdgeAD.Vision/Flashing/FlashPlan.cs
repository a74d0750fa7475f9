using System.Globalization;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Flashing;

/// <summary>The commands that bring firmware, model and application onto a board, after everything that can be known beforehand was checked.</summary>
public static class FlashPlan
{
    /// <summary>Name of the partition table's file; made by the tool from the board file.</summary>
    public const string TableFile = "partition-table.bin";

    /// <summary>Name of the file that tells the camera which model is there; made by the tool.</summary>
    public const string StateFile = "model-state.bin";

    /// <summary>Asks the connected chip what it is.</summary>
    public static FlashCommand Identify(FlashRequest request) => new("ask the chip what it is", request.Esptool, [.. Base(request), "flash_id"]);

    /// <summary>The commands that write, in order.</summary>
    /// <param name="request">What to write.</param>
    /// <param name="tablePath">Where the partition table's file lies or will lie.</param>
    /// <param name="statePath">Where the file of the model's record lies or will lie.</param>
    /// <exception cref="EdgeAdException">E1512 when something does not fit the board; E1101, E13xx for files.</exception>
    public static IReadOnlyList<FlashCommand> Write(FlashRequest request, string tablePath, string statePath)
    {
        FlashLayout layout = request.Board.Layout
            ?? throw new EdgeAdException(ErrorCode.BoardMismatch, $"board '{request.Board.Name}' has no flash", "name a camera board; edgead boards lists them");
        var images = new List<(long Offset, string Path)>();
        if (request.Firmware is { } folder)
        {
            images.Add((FlashLayout.BootloaderOffset, Fits(Path.Combine(folder, "bootloader.bin"), FlashLayout.TableOffset, "the place before the partition table")));
            images.Add((FlashLayout.TableOffset, tablePath));
            Partition factory = layout.Find("factory")!;
            images.Add((factory.Start, Fits(Path.Combine(folder, "nanoCLR.bin"), factory.Bytes, "partition factory")));
        }
        if (request.Model is { } model)
        {
            CheckModel(request.Board, model);
            images.Add((layout.Find("model_a")!.Start, model));
            images.Add((layout.Find("model_state")!.Start, statePath));
        }
        var commands = new List<FlashCommand>();
        if (images.Count > 0)
            commands.Add(new("write " + string.Join(", ", images.Select(i => Path.GetFileName(i.Path))), request.Esptool, [.. Base(request), "write_flash", .. images.SelectMany(i => (string[])[Hex(i.Offset), i.Path])]));
        if (request.App is { } app)
        {
            Fits(app, layout.Find("deploy")!.Bytes, "partition deploy");
            commands.Add(new("deploy the managed application", request.Nanoff, ["--nanodevice", "--deploy", "--serialport", request.Port, "--image", app]));
        }
        return commands;
    }

    private static void CheckModel(Board board, string path)
    {
        using AnomalyModel model = AnomalyModel.Open(path);
        model.SelfTest();
        ModelCard card = model.Card;
        if (card.FileBytes > board.ModelSlotBytes)
            throw Misfit(path, $"has {card.FileBytes:N0} bytes, a model slot of {board.Title} {board.ModelSlotBytes:N0}");
        long working = card.DeviceBytes;
        if (working > board.Memory.EngineBytes)
            throw Misfit(path, $"needs {working:N0} bytes of working memory, {board.Title} sets {board.Memory.EngineBytes:N0} aside");
    }

    private static string Fits(string path, long room, string where)
    {
        if (!File.Exists(path))
            throw new EdgeAdException(ErrorCode.PathNotFound, $"there is no file '{path}'", "firmware/README.md says how it is built");
        long bytes = new FileInfo(path).Length;
        return bytes <= room ? path : throw Misfit(path, $"has {bytes:N0} bytes, {where} {room:N0}");
    }

    private static EdgeAdException Misfit(string path, string why) =>
        new(ErrorCode.BoardMismatch, $"'{path}' does not fit: it {why}", "train with a smaller --input or an earlier --cut, or choose a larger board");

    private static string[] Base(FlashRequest request) => ["--chip", request.Board.Cpu.Chip.Replace("-", "").ToLowerInvariant(), "--port", request.Port];

    private static string Hex(long value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);
}
