namespace EdgeAD.Vision.Boards;

/// <summary>What a JSON schema cannot say about a board: pins that meet, partitions that overlap, signals that are missing.</summary>
public static class BoardCheck
{
    private const long MappingUnit = 0x10000; // flash is mapped into memory in pages of 64 KiB
    private const long SectorBytes = 4096;

    /// <summary>All findings, errors first.</summary>
    public static IReadOnlyList<BoardFinding> Check(Board board)
    {
        var findings = new List<BoardFinding>();
        Signals(board, findings);
        if (!board.IsHost)
        {
            Pins(board, findings);
            Chip(board, findings);
        }
        if (board.Layout is { } layout)
            Partitions(board, layout, findings);
        return [.. findings.OrderByDescending(f => f.Severity)];
    }

    private static void Signals(Board board, List<BoardFinding> findings)
    {
        foreach (string unknown in board.Signals.Keys.Where(name => LineSignal.All.All(s => s.Name != name)))
            Error(findings, $"there is no signal {unknown}; signals are {Names(LineSignal.All)}");
        foreach (string must in (string[])["TRIG", "REJECT"])
        {
            if (!board.Signals.ContainsKey(must))
                Error(findings, $"{must} has no pin: without it a camera cannot stand at a line");
        }
        if (board.Signals.ContainsKey("ENC_A") != board.Signals.ContainsKey("ENC_B"))
            Error(findings, "an encoder needs both ENC_A and ENC_B");
        LineSignal[] absent = [.. LineSignal.All.Where(s => board.PinOf(s) is null)];
        if (absent.Any(s => s.Name == "READY") && absent.Any(s => s.Name == "ERR"))
            Warn(findings, "neither READY nor ERR has a pin: the controller cannot see a fault; use energise-to-pass for REJECT");
        if (absent.Length > 0)
            Note(findings, $"no pins for {Names(absent)}");
        if (board is { IsHost: false, Port: null })
            Warn(findings, "no status port: the threshold cannot be changed on site");
        foreach ((string name, int gpio) in board.Signals)
        {
            if (board.Pins.Shared.FirstOrDefault(s => s.Gpio == gpio) is { } shared)
                Note(findings, $"{name} shares GPIO{gpio} with: {shared.With}");
            if (board.Pins.Strapping.FirstOrDefault(s => s.Gpio == gpio) is { } strapping)
                Warn(findings, $"{name} is on GPIO{gpio}, a {strapping.Warning}");
        }
    }

    /// <summary>Every GPIO exists, nothing else needs it, and it has one use.</summary>
    private static void Pins(Board board, List<BoardFinding> findings)
    {
        var uses = new List<(string Use, int Gpio)>();
        uses.AddRange(board.Signals.Select(s => (s.Key, s.Value)));
        if (board.Port is { } port)
            uses.AddRange([("the status port's TX", port.Tx), ("the status port's RX", port.Rx)]);
        foreach ((string use, int gpio) in uses.Where(u => !board.Pins.Free.Contains(u.Gpio)))
            Error(findings, $"{use} is on GPIO{gpio}, which pins.free does not list");

        if (board.Camera is { } camera)
        {
            uses.AddRange(camera.Pins.All().Where(p => p.Gpio >= 0).Select(p => ($"the camera's {p.Name}", p.Gpio)));
            if (camera.PowerBus is { } bus)
                uses.AddRange([("the power chip's SDA", bus.Sda), ("the power chip's SCL", bus.Scl)]);
            foreach (int free in board.Pins.Free.Where(f => camera.Pins.All().Any(p => p.Gpio == f)))
                Error(findings, $"pins.free lists GPIO{free}, which the camera uses");
        }
        foreach (var group in uses.GroupBy(u => u.Gpio).Where(g => g.Count() > 1))
            Error(findings, $"GPIO{group.Key} is used twice: {string.Join(" and ", group.Select(u => u.Use))}");
        foreach ((string use, int gpio) in uses.Concat(board.Pins.Free.Select(f => ("pins.free", f))).Distinct())
        {
            if (WhyNot(board, gpio) is { } why)
                Error(findings, $"{use} names GPIO{gpio}, {why}");
        }
    }

    /// <summary>Why an ESP32-S3 cannot use a GPIO, or null.</summary>
    private static string? WhyNot(Board board, int gpio) => gpio switch
    {
        < 0 or > 48 or (> 21 and < 26) => "which an ESP32-S3 does not have",
        >= 26 and <= 32 => "which the flash uses",
        >= 33 and <= 37 when board.Memory.Psram == PsramKind.Octal => "which octal PSRAM uses",
        19 or 20 => "which is USB",
        _ => null,
    };

    private static void Chip(Board board, List<BoardFinding> findings)
    {
        if (board.Flash is null || board.Camera is null)
            Error(findings, "flash and camera are missing");
        if (board.Memory.Psram == PsramKind.None != (board.Memory.PsramBytes == 0))
            Error(findings, "memory.psram and memory.psram_bytes contradict each other");
        if (board.Memory.PsramReserveBytes > board.Memory.PsramBytes)
            Error(findings, "memory.psram_reserve_bytes is more than there is");
        if (board.Memory.EngineBytes > 320 * 1024)
            Error(findings, "memory.engine_bytes is more internal SRAM than an ESP32-S3 can set aside (327,680)");
    }

    private static void Partitions(Board board, FlashLayout layout, List<BoardFinding> findings)
    {
        if (board.Flash is { } flash && flash.Bytes < layout.FlashBytes)
            Error(findings, $"layout {layout.Name} needs {layout.FlashBytes:N0} bytes of flash, the board has {flash.Bytes:N0}");
        foreach (string name in (string[])["factory", "deploy", "model_a", "model_b", "model_state", "settings", "events"])
        {
            if (layout.Find(name) is null)
                Error(findings, $"layout {layout.Name} has no partition {name}");
        }
        long end = FlashLayout.TableOffset + SectorBytes;
        foreach (Partition p in layout.Partitions)
        {
            if (p.Start < end)
                Error(findings, $"partition {p.Name} begins at {p.Offset}, before 0x{end:X6} where the one before it ends");
            end = Math.Max(end, p.End);
            bool mapped = p.Type == "app" || p.Name is "model_a" or "model_b";
            if (p.Start % (mapped ? MappingUnit : SectorBytes) != 0)
                Error(findings, $"partition {p.Name} must begin at a multiple of 0x{(mapped ? MappingUnit : SectorBytes):X}");
        }
        if (end > layout.FlashBytes)
            Error(findings, $"the partitions end at 0x{end:X}, behind the end of the flash");
        if (layout.Find("model_a")?.Bytes != layout.Find("model_b")?.Bytes)
            Error(findings, "model_a and model_b must have the same size");
    }

    private static string Names(IEnumerable<LineSignal> signals) => string.Join(", ", signals.Select(s => s.Name));

    private static void Error(List<BoardFinding> findings, string text) => findings.Add(new(FindingSeverity.Error, text));

    private static void Warn(List<BoardFinding> findings, string text) => findings.Add(new(FindingSeverity.Warning, text));

    private static void Note(List<BoardFinding> findings, string text) => findings.Add(new(FindingSeverity.Note, text));
}
