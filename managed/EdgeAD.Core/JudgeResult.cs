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

    /// <summary>How many numbers there are.</summary>
    public const int Length = 5;

    /// <summary>Frame numbers stay below this, because a float holds whole numbers exactly up to 2^24.</summary>
    public const int FrameModulus = 1 << 24;
}
