namespace EdgeAD.Core;

/// <summary>Places on the way from the camera to the rejector, in the unit of the delay domain: microseconds or encoder counts.</summary>
internal sealed class Conveyor
{
    /// <summary>Speed is measured over at least so many microseconds.</summary>
    private const long SpeedWindow = 50_000;

    private readonly bool counts;
    private readonly IEncoder encoder;
    private readonly long outputDelay;
    private readonly long timeout;
    private readonly bool everySilence;
    private long countsPerSecond;
    private long windowTime = -1;
    private long windowCount;
    private long lastCount;
    private long lastMove;
    private int lastSilenceEdges;
    private bool stalled;

    internal Conveyor(LineSettings settings, IEncoder encoder)
    {
        counts = settings.DelayDomain == DelayDomain.Encoder;
        this.encoder = encoder;
        outputDelay = settings.OutputDelay;
        timeout = settings.EncoderTimeout;
        everySilence = timeout > 0 && timeout <= settings.EncoderSilence;
        countsPerSecond = settings.EncoderRate;
    }

    /// <summary>What the rejector reads now: a part is there when this has reached its due place.</summary>
    internal long Here(long now)
    {
        return counts ? encoder.Count : now;
    }

    /// <summary>Due place of a part whose exposure is known.</summary>
    /// <param name="exposedAt">Its moment.</param>
    /// <param name="exposedCount">The count of that moment.</param>
    /// <param name="late">
    /// How much later the exposure came than the part reached its place in the picture, negative: earlier. So much of the way it has gone already.
    /// </param>
    internal long Due(long exposedAt, long exposedCount, long late)
    {
        return counts ? exposedCount - late * countsPerSecond / 1_000_000 + outputDelay : exposedAt - late + outputDelay;
    }

    /// <summary>Due place of a part whose exposure is only planned: the belt is expected to keep its speed until then.</summary>
    internal long Expected(long time, long count, long exposeAt)
    {
        return counts ? count + (exposeAt - time) * countsPerSecond / 1_000_000 + outputDelay : exposeAt + outputDelay;
    }

    /// <summary>Measures the speed and watches the encoder.</summary>
    /// <param name="now">The present.</param>
    /// <param name="waiting">Parts are on their way.</param>
    /// <param name="silent">The encoder gives no counts, as the hardware sees it.</param>
    /// <param name="silenceEdges">How often that has changed since start: counts may be lost between two looks.</param>
    /// <returns>True once when the count has stood still for EncoderTimeout although parts are on their way; once more after a RESET, and at the end.</returns>
    internal bool StandsStill(long now, bool waiting, bool silent, int silenceEdges)
    {
        if (!counts)
            return false;

        long count = encoder.Count;
        if (silent || silenceEdges != lastSilenceEdges)
            windowTime = -1; // counts are missing: what was measured before is the better guess
        else
            Measure(now, count);
        bool news = silenceEdges != lastSilenceEdges || (silent && !stalled);
        lastSilenceEdges = silenceEdges;
        if (news && waiting && everySilence)
        {
            stalled = true;
            lastCount = count;
            lastMove = now;
            return true;
        }

        if (count != lastCount || !waiting)
        {
            lastCount = count;
            lastMove = now;
            stalled = false;
            return false;
        }

        if (stalled || timeout == 0 || now - lastMove < timeout)
            return false;

        stalled = true;
        return true;
    }

    /// <summary>RESET: what still stands still is a fault again.</summary>
    internal void Forgive()
    {
        stalled = false;
    }

    private void Measure(long now, long count)
    {
        if (windowTime >= 0 && now - windowTime < SpeedWindow)
            return;

        if (windowTime >= 0)
            countsPerSecond = (count - windowCount) * 1_000_000 / (now - windowTime);
        windowTime = now;
        windowCount = count;
    }
}
