namespace EdgeAD.Core;

/// <summary>
/// Plans the windows of the REJECT output from what is known about the parts in flight, in microseconds or encoder counts.
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
    private readonly long disorder;
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
        disorder = settings.ExposureDisorder();
    }

    /// <summary>Plans again after a part was added or decided.</summary>
    /// <returns>False when that came too late to have its full effect: the part stood at the rejector already.</returns>
    internal bool Changed(Part part, long here)
    {
        return PlanAround(part, part.Due, part.Due, here);
    }

    /// <summary>Plans again after the due time of a part became known exactly.</summary>
    internal bool Moved(Part part, long oldDue, long here)
    {
        return oldDue < part.Due ? PlanAround(part, oldDue, part.Due, here) : PlanAround(part, part.Due, oldDue, here);
    }

    /// <summary>Forgets the parts that have left the rejector behind.</summary>
    internal void DropPassedBy(long here)
    {
        while (fifo.Count > 0)
        {
            Part part = fifo.At(0);
            if (part.State == PartState.Pending || here < part.Due + width || (part.Armed && here < part.Off))
                return;

            if (part.Armed)
                timer.Clear(part.Slot);
            part.Armed = false;
            fifo.RemoveOldest();
        }
    }

    /// <summary>
    /// Plans the windows of all parts that can touch the one that changed. Due times rise along the queue, but for the tolerance of
    /// the exposures; searches go on that much further.
    /// </summary>
    private bool PlanAround(Part part, long from, long to, long here)
    {
        bool inTime = true;
        long reach = width + gap + disorder;
        int index = fifo.IndexOf(part);

        int first = index;
        while (first > 0 && fifo.At(first - 1).Due + reach >= from)
            first--;

        int last = index;
        while (last + 1 < fifo.Count && fifo.At(last + 1).Due <= to + reach)
            last++;

        for (int i = first; i <= last; i++)
        {
            if (energiseToPass)
                PlanPass(i);
            else
                PlanReject(i);

            bool done = Apply(fifo.At(i), here);
            if (i == index)
                inTime = done;
        }

        return inTime;
    }

    private void PlanReject(int index)
    {
        Part part = fifo.At(index);
        plannedOn = part.State == PartState.Pending || part.State == PartState.Rejected;
        on = part.Due;
        off = part.Due + width;
        if (part.State != PartState.Rejected)
            return;

        long end = off;
        for (int i = index + 1; i < fifo.Count && fifo.At(i).Due < end + gap + disorder; i++)
        {
            long due = fifo.At(i).Due;
            if (fifo.At(i).State == PartState.Rejected && due > end && due < end + gap)
            {
                off = due;
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

        long begin = part.Due;
        long end = part.Due + width;
        for (int i = index - 1; i >= 0 && fifo.At(i).Due + width + disorder > begin; i--)
            CutFor(fifo.At(i), begin);

        bool pauseFollows = true; // only good parts whose pulses touch this one were seen so far
        for (int i = index + 1; i < fifo.Count && fifo.At(i).Due < end + gap + disorder; i++)
        {
            Part next = fifo.At(i);
            if (next.State == PartState.Nothing)
                continue;

            CutFor(next, begin);
            bool good = next.State == PartState.Passed;
            if (pauseFollows && good && off == end && next.Due > end && next.Due < end + gap)
                off = next.Due;
            pauseFollows = pauseFollows && good && next.Due <= end;
        }

        plannedOn = on < off;
    }

    /// <summary>Takes the pulse of a part that is not good out of the window that is being planned.</summary>
    private void CutFor(Part other, long begin)
    {
        if (other.State == PartState.Passed || other.State == PartState.Nothing)
            return;

        if (other.Due <= begin)
        {
            if (other.Due + width > on)
                on = other.Due + width;
        }
        else if (other.Due < off)
        {
            off = other.Due;
        }
    }

    private bool Apply(Part part, long here)
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
        if (part.Armed && part.Off <= here)
            return true;
        if (off <= here)
            return false;

        bool inTime = on >= here || part.Armed;
        part.Armed = true;
        part.On = on;
        part.Off = off;
        timer.Set(part.Slot, on, off);
        return inTime;
    }
}
