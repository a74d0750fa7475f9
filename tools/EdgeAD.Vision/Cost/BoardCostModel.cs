using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Cost;

/// <summary>Cost of models on one board: instructions from the counts of its processor, cycles per instruction assumed, the board's clock, and what its memories make it wait.</summary>
public sealed class BoardCostModel
{
    /// <summary>How far cycles per instruction may be off, either way: no emulator knows them.</summary>
    public const double CycleError = 0.25;

    /// <summary>Cycles per instruction of an ESP32-S3: an assumption.</summary>
    public const double EspressifCycles = 1.15;

    private readonly Board _board;
    private readonly CostModel _model;
    private readonly double _cyclesPerInstruction, _error, _memoryError;
    private readonly string _basis;

    private BoardCostModel(Board board, TargetCounts counts, double cyclesPerInstruction)
    {
        (_board, _cyclesPerInstruction) = (board, cyclesPerInstruction);
        _model = CostModel.Fit(counts.Samples, counts.Conversions);
        _error = CostModel.CrossValidate(counts.Samples, counts.Conversions).Max(Math.Abs);
        _memoryError = CostModel.CrossValidateMemory(counts.Samples).Max(Math.Abs);
        _basis = FormattableString.Invariant(
            $"instructions for a frame of 240x240 RGB565 counted in an emulator, within {100 * _error:0} %; {cyclesPerInstruction:0.0#} cycles per instruction assumed, within {100 * CycleError:0} %; waits for flash and PSRAM assumed, within {100 * ExternalMemory.Error:0} %; {board.Cpu.ClockMhz} MHz, one core");
    }

    /// <summary>The model of a board, or null for this computer, where time is measured instead.</summary>
    public static BoardCostModel? For(Board board) => board.Cpu.Kind switch
    {
        // Cycles per instruction are an assumption, see docs/esp32s3.md: nothing was ever measured on a board.
        CpuKind.Esp32S3 => new BoardCostModel(board, TargetCounts.Find("esp32s3")!, EspressifCycles),
        _ => null,
    };

    /// <summary>The board.</summary>
    public string Board => _board.Name;

    /// <summary>What a model file takes.</summary>
    public BoardCost Of(byte[] file, string name = "model")
    {
        ModelShape shape = ModelShape.Read(file, name);
        double instructions = _model.Camera(shape), computing = instructions * _cyclesPerInstruction / (1e3 * _board.Cpu.ClockMhz);
        double working = Math.Ceiling(_model.EngineBytes(shape)), waiting = ExternalMemory.Milliseconds(_board, shape, working);
        return new BoardCost
        {
            Board = _board.Name,
            Milliseconds = computing + waiting,
            Interval = [(computing * (1 - _error) * (1 - CycleError)) + (waiting * (1 - ExternalMemory.Error)), (computing * (1 + _error) * (1 + CycleError)) + (waiting * (1 + ExternalMemory.Error))],
            MemoryMilliseconds = waiting,
            Instructions = instructions,
            InstructionError = _error,
            Basis = _basis,
            WorkingBytes = (long)working,
            WorkingError = _memoryError,
            WorkingBudget = _board.Memory.EngineBytes,
            DensityCopyBytes = ExternalMemory.Copies(_board, shape, working) ? shape.DensityBytes : 0,
            ModelBytes = file.Length,
            ModelBudget = _board.ModelSlotBytes,
        };
    }
}
