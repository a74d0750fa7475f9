namespace EdgeAD.Core;

/// <summary>Where the numbers of a judgement stand in the array that <see cref="IJudge.TryGetResult"/> fills.</summary>
public static class JudgeResult
{
    /// <summary>Image score; larger is more anomalous.</summary>
    public const int Score = 0;

    /// <summary>Threshold that was applied.</summary>
    public const int Threshold = 1;

    /// <summary>1 when the part is to be rejected, else 0.</summary>
    public const int Reject = 2;

    /// <summary>Microseconds the engine needed for the frame.</summary>
    public const int LatencyMicroseconds = 3;

    /// <summary>Number of the frame.</summary>
    public const int Frame = 4;

    /// <summary>Index of the cell with the highest score.</summary>
    public const int WorstCell = 5;

    /// <summary>Score of the presence cell (<see cref="LineSettings.PresenceCell"/>); 0 in other modes.</summary>
    public const int Presence = 6;

    /// <summary>How far the scores of late have drifted from those at calibration; not a number while the engine does not say.</summary>
    public const int Drift = 7;

    /// <summary>How many numbers there are.</summary>
    public const int Length = 8;

    /// <summary>Frame numbers stay below this, because a float holds whole numbers exactly up to 2^24.</summary>
    public const int FrameModulus = 1 << 24;
}
