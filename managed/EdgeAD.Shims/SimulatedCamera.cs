using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>A camera and engine on the virtual clock: exposes at the moment ordered, sees whatever part is in view then, answers after a while.</summary>
/// <param name="clock">The clock.</param>
/// <param name="recorder">Records the exposures.</param>
/// <param name="options">Its timing.</param>
/// <param name="look">The part in view of an exposure at a moment; null when the belt is empty there.</param>
/// <param name="judge">What the engine says about a part.</param>
public sealed class SimulatedCamera(
    VirtualClock clock, EdgeRecorder recorder, CameraOptions options, Func<long, SimulatedPart?> look, Func<SimulatedPart, Judgement> judge) : IJudge
{
    private long order;
    private int frame;
    private bool ready;
    private Judgement judgement;

    /// <summary>How much later than ordered it exposes: cameras that stream wait for the next frame.</summary>
    public long ExposureLag { get; set; }

    /// <inheritdoc />
    public long ExposedAt { get; private set; } = -1;

    /// <inheritdoc />
    public long ExposedCount { get; private set; }

    /// <inheritdoc />
    public long FrameInterval => options.FrameInterval;

    /// <summary>The belt whose encoder is latched at each exposure.</summary>
    public IEncoder Encoder { get; init; } = new NoEncoder();

    /// <inheritdoc />
    public bool Start(int frame, long exposeAt)
    {
        long mine = ++order;
        this.frame = frame;
        ready = false;
        ExposedAt = -1;
        long at = options.Exposure(exposeAt, clock.Now) + ExposureLag;
        var seen = look(at);
        if (seen?.Fault == PartFault.CameraRefuses)
            return false;
        if (seen?.Fault != PartFault.CameraHang)
            clock.At(at, () => Expose(mine, seen, at));
        return true;
    }

    /// <inheritdoc />
    public bool TryGetResult(float[] result)
    {
        if (!ready)
            return false;

        ready = false;
        result[JudgeResult.Score] = judgement.Score;
        result[JudgeResult.Threshold] = judgement.Threshold;
        result[JudgeResult.Reject] = judgement.Reject ? 1 : 0;
        result[JudgeResult.LatencyMicroseconds] = judgement.LatencyMicroseconds;
        result[JudgeResult.Frame] = frame;
        result[JudgeResult.WorstCell] = 0;
        result[JudgeResult.Presence] = judgement.Presence;
        result[JudgeResult.Drift] = judgement.Drift;
        return true;
    }

    /// <inheritdoc />
    public void Cancel() => order++;

    /// <summary>The picture is taken; with a sensor that runs freely that may have been before it was ordered.</summary>
    private void Expose(long mine, SimulatedPart? seen, long at)
    {
        if (mine != order)
            return;

        ExposedAt = at;
        ExposedCount = Encoder is SimulatedBelt belt ? belt.CountAt(at) : Encoder.Count;
        recorder.Note(SignalNames.Exposure, true);
        clock.At(clock.Now + options.ExposureTime, () => recorder.Note(SignalNames.Exposure, false));

        judgement = seen is null ? options.EmptyBelt : judge(seen);
        long late = seen?.Fault == PartFault.LateJudgement ? options.LateBy : 0;
        clock.At(at + options.ExposureTime + options.ReadoutTime + judgement.LatencyMicroseconds + late, () => Finish(mine));
    }

    private void Finish(long mine)
    {
        if (mine == order)
            ready = true;
    }
}
