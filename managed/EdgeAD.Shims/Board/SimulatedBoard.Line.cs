using EdgeAD.Core;
using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>Pins, edges, encoder and reject timer.</summary>
public sealed partial class SimulatedBoard
{
    private const int QueueLength = 64;

    private readonly Queue<(int Signal, bool Level, long Time, long Count)> edges = new(QueueLength);
    private VirtualPulseTimer? timer;
    private int lostEdges;
    private int slots;
    private bool encoderDomain;
    private bool holdLevel;

    /// <summary>An input changes at the present moment.</summary>
    public void Edge(int signal, bool level)
    {
        if (!Alive || timer is null)
            return;
        if (edges.Count == QueueLength)
            lostEdges++;
        else
            edges.Enqueue((signal, level, Now(), EncoderCount()));
    }

    /// <inheritdoc />
    public int Begin(int[] pins, int[] flags, int slots, int domain, long silence, bool hold)
    {
        if (pins.Length != Signals || flags.Length != Signals || slots is < 1 or > 4096 || domain is < 0 or > 1 || silence < 0)
            return Argument;
        if (pins.Any(pin => pin is < -1 or > 48))
            return 38;

        this.slots = slots;
        encoderDomain = domain == 1;
        holdLevel = hold;
        for (int signal = BoardSignal.Ready; signal < Signals; signal++)
            DriveSignal(signal, signal == BoardSignal.Error);
        timer = new VirtualPulseTimer(clock, new RejectPin(this), slots, encoderDomain ? parts.Belt : null, silence, hold);
        timer.Silence += silent => Edge(3, !silent);
        return Ok;
    }

    /// <inheritdoc />
    public int Write(int signal, bool on)
    {
        if (signal is < BoardSignal.Ready or >= BoardSignal.Reject)
            return Argument;

        DriveSignal(signal, on);
        return Ok;
    }

    /// <inheritdoc />
    public bool TryTakeEdge(long[] edge)
    {
        if (!edges.TryDequeue(out var oldest))
            return false;

        edge[0] = oldest.Signal;
        edge[1] = oldest.Level ? 1 : 0;
        edge[2] = oldest.Time;
        edge[3] = oldest.Count;
        return true;
    }

    /// <inheritdoc />
    public int LostEdges() => lostEdges;

    /// <inheritdoc />
    public long EncoderCount() => parts.Belt?.Count ?? 0;

    /// <inheritdoc />
    public int SetPulse(int slot, long on, long off)
    {
        if (slot < 0 || slot >= slots || on >= off)
            return Argument;

        long shift = encoderDomain ? 0 : startedAt;
        if (parts.Sabotage != Sabotage.None && !Spoil(ref on, ref off))
            return Ok;
        timer!.Set(slot, on + shift, off + shift);
        return Ok;
    }

    /// <inheritdoc />
    public bool ClearPulse(int slot) => slot < 0 || slot >= slots || timer!.Clear(slot);

    private sealed class RejectPin(SimulatedBoard board) : IOutputPin
    {
        public void Write(bool energised)
        {
            if (board.Alive)
                board.parts.Pins.Drive(BoardSignal.Reject, board.parts.Sabotage == Sabotage.StuckRemoving ? board.holdLevel : energised);
        }
    }
}
