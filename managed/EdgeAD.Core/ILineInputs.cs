namespace EdgeAD.Core;

/// <summary>Edges of the line's inputs, stamped by an interrupt when they happened, so that a late reader loses no time.</summary>
public interface ILineInputs
{
    /// <summary>Takes the oldest edge that has not been read yet.</summary>
    /// <param name="edge">Receives four numbers: the <see cref="LineInput"/>, the level after the edge (0 or 1), the time in microseconds, the encoder count then.</param>
    /// <returns>False when there is none; <paramref name="edge"/> is then unchanged.</returns>
    bool TryTakeEdge(long[] edge);

    /// <summary>Edges that were dropped since start because nobody read them in time.</summary>
    int LostEdges { get; }
}
