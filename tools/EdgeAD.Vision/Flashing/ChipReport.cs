using System.Globalization;
using System.Text.RegularExpressions;
using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Flashing;

/// <summary>What <c>esptool flash_id</c> says about the chip that is connected; versions 4 and 5 of esptool word it differently.</summary>
/// <param name="Chip">As ESP32-S3; empty when esptool named none.</param>
/// <param name="FlashBytes">Detected flash; 0: not said.</param>
/// <param name="PsramBytes">PSRAM inside the chip's package; 0: none, or not said.</param>
public sealed partial record ChipReport(string Chip, long FlashBytes, long PsramBytes)
{
    /// <summary>Reads esptool's output.</summary>
    public static ChipReport Parse(string output) =>
        new(ChipLine().Match(output).Groups[1].Value, Megabytes(FlashLine().Match(output)), Megabytes(PsramLine().Match(output)));

    /// <summary>Why this cannot be the board, or null.</summary>
    public string? Contradicts(Board board)
    {
        if (!Chip.Equals(board.Cpu.Chip, StringComparison.OrdinalIgnoreCase))
            return $"it has an {(Chip.Length == 0 ? "unknown chip" : Chip)}, {board.Title} has an {board.Cpu.Chip}";
        if (FlashBytes != 0 && FlashBytes < board.Flash!.Bytes)
            return $"it has {FlashBytes >> 20} MB of flash, {board.Title} has {board.Flash.Bytes >> 20} MB";
        // Chips with 8 MB and more in the package have it octal, those with 2 MB quad.
        PsramKind kind = PsramBytes >= 4L << 20 ? PsramKind.Octal : PsramKind.Quad;
        if (PsramBytes != 0 && kind != board.Memory.Psram)
            return $"its PSRAM ({PsramBytes >> 20} MB in the package) is {Word(kind)}, that of {board.Title} is {Word(board.Memory.Psram)}";
        return null;
    }

    private static string Word(PsramKind kind) => kind.ToString().ToLowerInvariant();

    private static long Megabytes(Match match) => match.Success ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) << 20 : 0;

    [GeneratedRegex(@"^(?:Chip is|Chip type:|Detecting chip type\.*)\s*(ESP32(?:-[A-Z]\d+)?)", RegexOptions.Multiline)]
    private static partial Regex ChipLine();

    [GeneratedRegex(@"^Detected flash size:\s*(\d+)MB", RegexOptions.Multiline)]
    private static partial Regex FlashLine();

    [GeneratedRegex(@"Embedded PSRAM (\d+)MB")]
    private static partial Regex PsramLine();
}
