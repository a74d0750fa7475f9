using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Cost;

/// <summary>
/// How long an ESP32-S3 waits for flash and PSRAM while it judges a frame of 240x240 pixels RGB565: lines that its caches fetch times what a line takes.
/// Lines: as <c>tests/targets/cache.sh</c> counts them in an emulator with a model of the caches. Cycles of a line: docs/esp32s3.md; none was measured on a board of ours.
/// </summary>
public static class ExternalMemory
{
    /// <summary>How far the estimate may be off, either way.</summary>
    public const double Error = 0.5;

    private const int FrameBytes = 240 * 240 * 2, DataCache = 32 * 1024, DataLine = 64, CodeLine = 32;

    // A frame's code (375 to 585 lines were counted, as the linker lays it out), and constants other than the density.
    private const int CodeLines = 450, OtherLines = 82;

    /// <summary>Milliseconds that a frame waits.</summary>
    /// <param name="board">A board with an ESP32-S3.</param>
    /// <param name="shape">The model.</param>
    /// <param name="workingBytes">What its engine needs; where the board's budget has room for the density beside it, the engine keeps a copy.</param>
    public static double Milliseconds(Board board, ModelShape shape, double workingBytes)
    {
        bool copied = Copies(board, shape, workingBytes);
        double psram = board.Memory.Psram == PsramKind.Octal ? 174 : Quad(commandClocks: 2, DataLine);
        double cycles = (CodeLines * Quad(commandClocks: 8, CodeLine))
            + ((OtherLines + (copied ? 0 : DensityLines(shape))) * Quad(commandClocks: 8, DataLine))
            + (FrameBytes / DataLine * psram);
        return cycles / (1e3 * board.Cpu.ClockMhz);
    }

    /// <summary>True where the board's budget has room for a copy of the density beside the engine.</summary>
    internal static bool Copies(Board board, ModelShape shape, double workingBytes) => workingBytes + shape.DensityBytes <= board.Memory.EngineBytes;

    /// <summary>Every line once, as long as the cache holds what is read again: all of it for each cell where cells share it, three rows of the grid where they look at their neighbours.</summary>
    private static double DensityLines(ModelShape shape)
    {
        double lines = Math.Ceiling((double)shape.DensityBytes / DataLine), side = Math.Sqrt(shape.Cells);
        return shape.SharedDensity ? lines * (shape.DensityBytes <= DataCache ? 1 : shape.Cells)
            : shape.Neighbours ? lines * (3 * shape.DensityBytes / side <= DataCache ? 1 : 3)
            : lines;
    }

    /// <summary>Processor cycles of a line over four wires at 80 MHz: command, 6 clocks of address, 6 of mode and dummy, 2 a byte, and 40 cycles that the cache itself takes.</summary>
    private static double Quad(int commandClocks, int bytes) => (3 * (commandClocks + 6 + 6 + (2 * bytes))) + 40;
}
