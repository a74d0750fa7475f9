using System.Globalization;
using System.Text;
using EdgeAD.Vision.Flashing;

namespace EdgeAD.Vision.Boards;

/// <summary>What a firmware build reads of a board, made from its file: C header, partition table, ESP-IDF and nanoFramework configuration.</summary>
public static class BoardSources
{
    private const string Origin = "Generated from the folder boards by: edgead boards --generate firmware/boards";

    /// <summary>Path below the target folder and text of every file, for all camera boards.</summary>
    public static IReadOnlyList<(string Path, string Text)> All() =>
        [.. BoardCatalog.All.Where(b => !b.IsHost).SelectMany(Of)];

    /// <summary>The files of one camera board.</summary>
    public static IEnumerable<(string Path, string Text)> Of(Board board)
    {
        yield return ($"{board.Name}/board.h", Header(board));
        yield return ($"{board.Name}/partitions.csv", $"# {Origin}\n{PartitionTable.ToCsv(board.Layout!)}");
        yield return ($"{board.Name}/sdkconfig.overlay", Sdkconfig(board));
        yield return ($"{board.Name}/kconfig.overlay", Kconfig(board));
    }

    /// <summary>docs/boards.md.</summary>
    public static string Document()
    {
        var text = new StringBuilder("# Camera boards\n\nGenerated from `boards/*.json`; `edgead boards NAME` shows one of them. GPIO numbers; a dash: no pin on this board.\n\n");
        Board[] boards = [.. BoardCatalog.All.Where(b => !b.IsHost)];
        Row(text, "", boards.Select(b => $"`{b.Name}`"));
        Row(text, "---", boards.Select(_ => "---"));
        Row(text, "sensor", boards.Select(b => string.Join(" or ", b.Camera!.Sensors)));
        Row(text, "flash", boards.Select(b => $"{b.Flash!.Bytes >> 20} MB"));
        Row(text, "PSRAM", boards.Select(b => $"{b.Memory.PsramBytes >> 20} MB {b.Memory.Psram.ToString().ToLowerInvariant()}"));
        foreach (LineSignal signal in LineSignal.All)
            Row(text, signal.Name, boards.Select(b => Number(b.PinOf(signal))));
        Row(text, "status port TX / RX", boards.Select(b => $"{Number(b.Port?.Tx)} / {Number(b.Port?.Rx)}"));
        foreach (Board board in boards)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {board.Title}\n\n");
            foreach (BoardFinding finding in BoardCheck.Check(board))
                text.Append(CultureInfo.InvariantCulture, $"- {finding.Severity.ToString().ToLowerInvariant()}: {finding.Text}\n");
            foreach (string note in board.Notes)
                text.Append(CultureInfo.InvariantCulture, $"- {note}\n");
            text.Append(CultureInfo.InvariantCulture, $"\nPin map read from: {string.Join(", ", board.Sources)}\n");
        }
        return text.ToString();
    }

    private static string Header(Board board)
    {
        BoardCamera camera = board.Camera!;
        var text = new StringBuilder();
        void Define(string name, object value) => text.Append(CultureInfo.InvariantCulture, $"#define EAD_{name} {value}\n");
        text.Append(CultureInfo.InvariantCulture, $"/* {board.Title}. {Origin} */\n#ifndef EAD_BOARD_H\n#define EAD_BOARD_H\n\n");
        Define("BOARD_NAME", $"\"{board.Name}\"");
        Define("ENGINE_BYTES", $"{board.Memory.EngineBytes}u");
        text.Append("\n/* Camera; -1: not connected. */\n");
        foreach ((string name, int gpio) in camera.Pins.All())
            Define($"CAMERA_{name.ToUpperInvariant()}", Signed(gpio));
        Define("CAMERA_XCLK_HZ", camera.XclkHz);
        string[] sides = camera.Frame.Split('x');
        Define("CAMERA_WIDTH", $"{sides[0]}u");
        Define("CAMERA_HEIGHT", $"{sides[1]}u");
        Define("CAMERA_PIXELS", $"EAD_PIXELS_{camera.PixelFormat.ToUpperInvariant()}");
        text.Append("\n/* Registers that power the camera: {address, register, mask, on, off}, in order; off in the reverse order. */\n");
        Define("POWER_SDA", Signed(camera.PowerBus?.Sda ?? camera.Pins.Sda));
        Define("POWER_SCL", Signed(camera.PowerBus?.Scl ?? camera.Pins.Scl));
        Define("POWER_STEPS", camera.Power.Count);
        if (camera.Power.Count > 0)
            Define("POWER_TABLE", "{ " + string.Join(", ", camera.Power.Select(p => $"{{0x{p.Address:X2}, 0x{p.Register:X2}, 0x{p.Mask:X2}, 0x{p.On:X2}, 0x{p.Off:X2}}}")) + " }");
        text.Append("\n/* Default pins of the line's signals, by their number; -1: none on this board. */\n");
        foreach (LineSignal signal in LineSignal.All)
            Define($"PIN_{signal.Name}", Signed(board.PinOf(signal) ?? -1));
        text.Append("\n/* Status port; -1: none. */\n");
        Define("PORT_UART", Signed(board.Port?.Uart ?? -1));
        Define("PORT_TX", Signed(board.Port?.Tx ?? -1));
        Define("PORT_RX", Signed(board.Port?.Rx ?? -1));
        return text.Append("\n#endif\n").ToString();
    }

    private static string Sdkconfig(Board board)
    {
        int flash = (int)(board.Flash!.Bytes >> 20);
        string mode = board.Memory.Psram == PsramKind.Octal ? "OCT" : "QUAD";
        return $"# {Origin}\n# To be appended to nanoFramework's sdkconfig for {mode.ToLowerInvariant()} PSRAM.\n"
            + $"CONFIG_ESPTOOLPY_FLASHSIZE_{flash}MB=y\nCONFIG_SPIRAM=y\nCONFIG_SPIRAM_MODE_{mode}=y\n"
            + "# Frames are read from PSRAM once, from front to back: a line of 64 bytes takes 1.4 times as long as one of 32.\nCONFIG_ESP32S3_DATA_CACHE_LINE_64B=y\n"
            + "CONFIG_PARTITION_TABLE_CUSTOM=y\n"
            + "# The camera driver and nanoFramework's I2C link different I2C drivers.\nCONFIG_I2C_SKIP_LEGACY_CONFLICT_CHECK=y\n"
            + "# The worker looks for frames every millisecond.\nCONFIG_FREERTOS_HZ=1000\n"
            + "# REJECT moves while flash is erased: its interrupt and what it calls lie in internal memory.\nCONFIG_GPTIMER_ISR_CACHE_SAFE=y\n"
            + "CONFIG_GPTIMER_CTRL_FUNC_IN_IRAM=y\nCONFIG_GPIO_CTRL_FUNC_IN_IRAM=y\nCONFIG_PCNT_CTRL_FUNC_IN_IRAM=y\n";
    }

    private static string Kconfig(Board board) =>
        $"# {Origin}\nCONFIG_ESP32_RESERVE_SPIRAM_IDF_ALLOCATION_BYTES={board.Memory.PsramReserveBytes.ToString(CultureInfo.InvariantCulture)}\n";

    private static string Signed(int gpio) => gpio < 0 ? "(-1)" : gpio.ToString(CultureInfo.InvariantCulture);

    private static string Number(int? gpio) => gpio?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static void Row(StringBuilder text, string head, IEnumerable<string> cells) =>
        text.Append(CultureInfo.InvariantCulture, $"| {head} | {string.Join(" | ", cells)} |\n");
}
