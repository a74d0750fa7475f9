using EdgeAD.Schema;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>What a search may be told; nothing has to be.</summary>
public sealed record SearchOptions
{
    /// <summary>Backbone, false-reject rate, seed and name of the model; the rest of these options is what the search finds.</summary>
    public TrainOptions Common { get; init; } = new();

    /// <summary>Time after which no further configuration is begun.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most milliseconds per picture, or null: on this machine, or as <see cref="Cost"/> estimates them.</summary>
    public double? MaxMilliseconds { get; init; }

    /// <summary>Most working memory in KB (1024 bytes), rows of feature maps included, or null.</summary>
    public double? MaxWorkingKb { get; init; }

    /// <summary>Largest model file in KB; null for 180 with one density per cell (130 of them the density) and 64 with one for all cells (30).</summary>
    public double? MaxModelKb { get; init; }

    /// <summary>Most bytes of a model file.</summary>
    internal double MostModelBytes(Scope scope) => 1024 * (MaxModelKb ?? (scope == Scope.PerCell ? 180 : 64));

    /// <summary>Most bytes of its density.</summary>
    internal double MostDensityBytes(Scope scope) => MaxModelKb is not null ? double.PositiveInfinity : 1024 * (scope == Scope.PerCell ? 130 : 30);

    /// <summary>Input sizes to choose from; null for all.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>Estimates milliseconds and working memory on a board; null: this machine measures them.</summary>
    public BoardCostModel? Cost { get; init; }

    /// <summary>Where milliseconds come from, for tables and charts.</summary>
    public string Clock => Cost is null ? "measured on this machine" : $"estimated for {Cost.Board}";

    /// <summary>The same options within what a board has: memory set aside for the engine, a model slot in flash, its speed.</summary>
    public SearchOptions For(Board board) => this with
    {
        Cost = BoardCostModel.For(board),
        MaxWorkingKb = Least(MaxWorkingKb, board.Memory.EngineBytes),
        MaxModelKb = MaxModelKb is null && board.ModelSlotBytes >= MostModelBytes(Scope.PerCell) ? null : Least(MaxModelKb, board.ModelSlotBytes),
    };

    private static double? Least(double? limit, long bytes) => bytes <= 0 ? limit : Math.Min(limit ?? double.PositiveInfinity, bytes / 1024.0);

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="EdgeAdException">E1001 names the option and what it may be.</exception>
    public void Validate()
    {
        Common.Validate();
        Require(Budget > TimeSpan.Zero, "--budget must be longer than nothing", "e.g. 10m, 90s or 1h");
        Require(MaxMilliseconds is null or > 0, "--max-ms must be above 0", "e.g. 50");
        Require(MaxWorkingKb is null or > 0, "--max-kb must be above 0", "e.g. 128");
        Require(MaxModelKb is null or > 0, "--max-model-kb must be above 0", "e.g. 256");
    }

    private static void Require(bool good, string what, string example)
    {
        if (!good)
            throw new EdgeAdException(ErrorCode.InvalidOption, what, example);
    }
}
