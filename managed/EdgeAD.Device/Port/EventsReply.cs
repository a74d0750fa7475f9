using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>The latest events, oldest first, one to a line; those in memory or those kept in flash.</summary>
internal sealed class EventsReply : IReply
{
    private readonly Application application;
    private readonly LineEvent entry = new LineEvent();
    private bool kept;
    private long next;
    private long end;

    internal EventsReply(Application application)
    {
        this.application = application;
    }

    internal EventsReply Start(int count, bool fromFlash)
    {
        kept = fromFlash;
        if (kept)
        {
            next = count < application.Keeper.Capacity ? count : application.Keeper.Capacity;
            end = 0;
            return this;
        }

        EventLog log = application.Cycle.Log;
        end = log.Next;
        next = end - count > log.Oldest ? end - count : log.Oldest;
        return this;
    }

    public bool Next(TextBuffer text)
    {
        if (kept)
        {
            if (next <= end)
                return false;

            next--;
            if (application.Keeper.TryRead((int)next, entry))
                Line(text);
            return true;
        }

        EventLog log = application.Cycle.Log;
        if (next < log.Oldest)
            next = log.Oldest;
        if (next >= end)
            return false;

        if (log.TryRead(next, entry))
            Line(text);
        next++;
        return true;
    }

    private void Line(TextBuffer text)
    {
        text.Text("event ").Number(entry.Boot).Byte('.').Number(entry.Sequence);
        text.Byte(' ').Number(entry.Time).Byte(' ').Number(entry.UtcMilliseconds);
        text.Byte(' ').Text(KindText.Of(entry.Kind)).Byte(' ').Number(entry.Part).Text(entry.Rejected ? " reject " : " pass ");
        text.Decimal(entry.Score).Byte(' ').Decimal(entry.Threshold).Byte(' ').Number(entry.Latency);
        text.Byte(' ').Number((long)entry.Fault).Byte(' ').Hex(entry.ModelId, 8).End();
    }
}
