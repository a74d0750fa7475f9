using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Cost;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>What <c>--board</c> says, the same in every verb.</summary>
internal static class BoardCostText
{
    /// <summary>Says what a model is expected to take on a board, or that there is nothing to estimate.</summary>
    /// <param name="run">Where to say it.</param>
    /// <param name="board">Name after <c>--board</c>; nothing is said for null.</param>
    /// <param name="cost">The estimate; null for this computer.</param>
    public static void Say(VerbRun run, string? board, BoardCost? cost)
    {
        foreach (string line in cost?.Lines ?? [])
            run.Say(line);
        if (cost is null && board is not null)
            run.Say($"on {BoardCatalog.Find(board).Name}: this computer; time is measured by 'edgead eval', not estimated");
    }

    /// <summary>The option that lets <c>simulate</c> take the longest time that is expected, with a blank before it.</summary>
    public static string Latency(BoardCost cost) => FormattableString.Invariant($" --latency {Math.Ceiling(cost.Interval[1]):0}");
}
