namespace EdgeAD.Shims;

/// <summary>What stands in front of the camera of a simulated board.</summary>
public interface IScene
{
    /// <summary>An exposure was ordered: what will come of it?</summary>
    /// <param name="planned">Its moment in board-independent time, microseconds.</param>
    Exposure Order(long planned);

    /// <summary>The frame for a snapshot, grey, 8 bits.</summary>
    SimulatedFrame Frame();
}
