namespace EdgeAD.Core;

/// <summary>
/// Plans the windows of the REJECT output from what is known about the parts in flight.
/// <list type="bullet">
/// <item>Energise-to-reject: every part has a window from the moment of its trigger, and only a good verdict takes it away. So a
/// program that hangs after the trigger still rejects. A pause shorter than MinGap between two rejected parts is filled.</item>
/// <item>Energise-to-pass: only a good verdict makes a window, and it is cut where it would cover a part that is not good.
/// A pause shorter than MinGap between two good parts that follow each other is filled.</item>
/// </list>
/// In both, where windows collide the bad part wins.
/// </summary>
internal sealed class RejectGate
{
    private readonly PartFifo fifo;
    private readonly IPulseTimer timer;
    private readonly bool energiseToPass;
    private readonly long width;
    private readonly long gap;
    private bool plannedOn;
    private long on;
    private long off;

    internal RejectGate(PartFifo fifo, IPulseTimer timer, LineSettings settings)
    {
        this.fifo = fifo;
        this.timer = timer;
        energiseToPass = settings.Polarity == Polarity.EnergiseToPass;
        width = settings.PulseWidth;
        gap = settings.MinGap;
    }

    /// <summary>Plans again after a part was added or decided.</summary>
    /// <returns>False when that came too late to have its full effect: the part stood at the rejector already.</returns>
    internal bool Changed(Part part, long now)
    {
        return PlanAround(part, part.Due, part.Due, now);
    }

    /// <summary>Plans again after the due time of a part became known exactly.</summary>
    internal bool Moved(Part part, long oldDue, long now)
    {
        return oldDue < part.Due ? PlanAround(part, oldDue, part.Due, now) : PlanAround(part, part.Due, oldDue, now);
    }

    /// <summary>Forgets the parts that have left the rejector behind.</summary>
    internal void DropPassedBy(long now)
    {
        while (fifo.Count > 0)
        {
            Part part = fifo.At(0);
            if (part.State == PartState.Pending || now < part.Due + width || (part.Armed && now < part.Off))
                return;

            if (part.Armed)
                timer.Clear(part.Slot);
            part.Armed = false;
            fifo.RemoveOldest();
        }
    }

    private bool PlanAround(Part part, long from, long to, long now)
    {
        bool inTime = true;
        int index = fifo.IndexOf(part);

        int first = index;
        while (first > 0 && fifo.At(first - 1).Due + width + gap >= from)
            first--;

        int last = index;
        while (last + 1 < fifo.Count && fifo.At(last + 1).Due <= to + width + gap)
            last++;

        for (int i = first; i <= last; i++)
        {
            if (energiseToPass)
                PlanPass(i);
            else
                PlanReject(i);

            bool done = Apply(fifo.At(i), now);
            if (i == index)
                inTime = done;
        }

        return inTime;
    }

    private void PlanReject(int index)
    {
        Part part = fifo.At(index);
        plannedOn = part.State != PartState.Passed;
        on = part.Due;
        off = part.Due + width;
        if (part.State != PartState.Rejected)
            return;

        for (int i = index + 1; i < fifo.Count && fifo.At(i).Due < off + gap; i++)
        {
            if (fifo.At(i).State == PartState.Rejected && fifo.At(i).Due > off)
            {
                off = fifo.At(i).Due;
                return;
            }
        }
    }

    private void PlanPass(int index)
    {
        Part part = fifo.At(index);
        plannedOn = part.State == PartState.Passed;
        on = part.Due;
        off = part.Due + width;
        if (!plannedOn)
            return;

        for (int i = index - 1; i >= 0 && fifo.At(i).Due + width > on; i--)
        {
            if (fifo.At(i).State != PartState.Passed)
            {
                on = fifo.At(i).Due + width;
                break;
            }
        }

        for (int i = index + 1; i < fifo.Count && fifo.At(i).Due < off + gap; i++)
        {
            long due = fifo.At(i).Due;
            if (fifo.At(i).State != PartState.Passed)
            {
                if (due < off)
                    off = due;
                break;
            }

            if (due > off)
            {
                off = due;
                break;
            }
        }

        plannedOn = on < off;
    }

    private bool Apply(Part part, long now)
    {
        if (!plannedOn)
        {
            if (!part.Armed)
                return true;

            part.Armed = false;
            return timer.Clear(part.Slot);
        }

        if (part.Armed && part.On == on && part.Off == off)
            return true;
        if (part.Armed && part.Off <= now)
            return true;
        if (off <= now)
            return false;

        bool inTime = on >= now || part.Armed;
        part.Armed = true;
        part.On = on;
        part.Off = off;
        timer.Set(part.Slot, on, off);
        return inTime;
    }
}
