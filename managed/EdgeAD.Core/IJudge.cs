namespace EdgeAD.Core;

/// <summary>
/// Camera and engine as one: takes a picture at a given time and judges it. Nothing here waits, because a native call stops every
/// managed thread until it returns: a native worker does the work and the inspection code asks for the outcome.
/// </summary>
public interface IJudge
{
    /// <summary>Orders one exposure and the judgement of its picture; an order that is still open is dropped.</summary>
    /// <param name="frame">Number that the result will carry, 1 to <see cref="JudgeResult.FrameModulus"/> - 1.</param>
    /// <param name="exposeAt">Time of exposure in microseconds of <see cref="IClock.Now"/>; a time in the past means at once.</param>
    /// <returns>False when the camera or the engine cannot take the order.</returns>
    bool Start(int frame, long exposeAt);

    /// <summary>The moment of exposure of the open order as the hardware saw it, or -1 while it has not happened.</summary>
    long ExposedAt { get; }

    /// <summary>Encoder count at <see cref="ExposedAt"/>; 0 without encoder.</summary>
    long ExposedCount { get; }

    /// <summary>Microseconds between two pictures of a sensor that runs freely, so that an exposure is up to half of that off its plan; 0: it exposes when ordered.</summary>
    long FrameInterval { get; }

    /// <summary>Fetches the result of the open order once it is there.</summary>
    /// <param name="result">Receives <see cref="JudgeResult.Length"/> numbers, see <see cref="JudgeResult"/>.</param>
    /// <returns>False while there is none; <paramref name="result"/> is then unchanged.</returns>
    bool TryGetResult(float[] result);

    /// <summary>Drops the open order; the camera is brought back to a state in which it takes another.</summary>
    void Cancel();
}
