using EdgeAD.Core;

namespace EdgeAD.Core.Tests;

/// <summary>After start-up the inspection code allocates nothing, so the camera's garbage collector has nothing to do.</summary>
public sealed class AllocationTests : IClock, ILineInputs, IOutputPin, IJudge, IPulseTimer
{
    private const long Period = 60_000;

    private readonly float[] judgement = [1, 5, 0, 1000, 0];
    private long now;
    private int state;
    private long exposeAt;
    private long pulses;

    long IClock.Now => now;

    long IClock.UtcMilliseconds => -1;

    int ILineInputs.LostEdges => 0;

    long IJudge.ExposedCount => 0;

    long IJudge.FrameInterval => 0;

    long IJudge.ExposedAt => now >= exposeAt ? exposeAt : -1;

    [Theory]
    [InlineData(Polarity.EnergiseToReject)]
    [InlineData(Polarity.EnergiseToPass)]
    public void Thousands_of_parts_allocate_not_one_byte(Polarity polarity)
    {
        var settings = new LineSettings { Polarity = polarity };
        var cycle = new InspectionCycle(settings, this, this, new NoEncoder(), new LineOutputs(this, this, this, this, this, this, this), this, this);
        cycle.GoOnline("m");
        RunParts(cycle, 50);
        long parts = cycle.Statistics.Triggers;
        Assert.Equal(50, parts);

        // The runtime recompiles hot methods when it pleases and books that on whatever thread runs them: one window without a byte is the proof,
        // since a part that allocated would do so in every window.
        long allocated = long.MaxValue;
        for (int window = 0; window < 5 && allocated != 0; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            RunParts(cycle, 5000);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            parts += 5000;
        }

        Assert.Equal(parts, cycle.Statistics.Triggers);
        Assert.True(cycle.Statistics is { Ok: > 1000, Ng: > 1000, Unjudged: > 100 });
        Assert.True(pulses > 1000);
        Assert.Equal(0, allocated);
    }

    private void RunParts(InspectionCycle cycle, int count)
    {
        for (long end = now + count * Period; now < end; now += 1000)
        {
            cycle.Step();
            if (now % Period == 0)
                state = 0;
        }
    }

    /// <summary>One trigger pulse per period.</summary>
    bool ILineInputs.TryTakeEdge(long[] edge)
    {
        long phase = now % Period;
        if ((state == 0 && phase >= 1000) || (state == 1 && phase >= 6000))
        {
            edge[0] = (long)LineInput.Trigger;
            edge[1] = 1 - state++;
            edge[2] = now;
            edge[3] = 0;
            return true;
        }

        return false;
    }

    bool IJudge.Start(int frame, long exposeAt)
    {
        this.exposeAt = exposeAt;
        judgement[JudgeResult.Frame] = frame;
        judgement[JudgeResult.Reject] = frame % 2;
        return frame % 10 != 0;
    }

    bool IJudge.TryGetResult(float[] result)
    {
        if (now < exposeAt + 20_000)
            return false;

        judgement.CopyTo(result, 0);
        return true;
    }

    void IJudge.Cancel()
    {
    }

    void IOutputPin.Write(bool energised)
    {
    }

    void IPulseTimer.Set(int slot, long on, long off) => pulses++;

    bool IPulseTimer.Clear(int slot) => true;
}
