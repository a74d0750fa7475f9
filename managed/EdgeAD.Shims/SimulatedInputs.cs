using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>Line inputs as an interrupt routine would keep them: a short ring of stamped edges that overflows when nobody reads.</summary>
public sealed class SimulatedInputs(VirtualClock clock, EdgeRecorder recorder, int capacity = 64) : ILineInputs
{
    private const LineInput EncoderA = (LineInput)3;

    private static readonly string[] Names = [SignalNames.Trigger, SignalNames.Reset, SignalNames.Acknowledge];

    private readonly Queue<(LineInput Input, bool Level, long Time, long Count)> waiting = new(capacity);
    private readonly bool[] levels = new bool[Names.Length];

    /// <inheritdoc />
    public int LostEdges { get; private set; }

    /// <summary>The belt whose encoder is latched at each edge.</summary>
    public IEncoder Encoder { get; init; } = new NoEncoder();

    /// <summary>Drives an input to a level at the present moment.</summary>
    public void Drive(LineInput input, bool level)
    {
        if (levels[(int)input] == level)
            return;

        levels[(int)input] = level;
        recorder.Note(Names[(int)input], level);
        Add(input, level);
    }

    private void Add(LineInput input, bool level)
    {
        if (waiting.Count == capacity)
            LostEdges++;
        else
            waiting.Enqueue((input, level, clock.Now, Encoder.Count));
    }

    /// <summary>The encoder fell silent, or counts again.</summary>
    public void NoteSilence(bool silent) => Add(EncoderA, !silent);

    /// <inheritdoc />
    public bool TryTakeEdge(long[] edge)
    {
        if (!waiting.TryDequeue(out var oldest))
            return false;

        edge[0] = (long)oldest.Input;
        edge[1] = oldest.Level ? 1 : 0;
        edge[2] = oldest.Time;
        edge[3] = oldest.Count;
        return true;
    }
}
