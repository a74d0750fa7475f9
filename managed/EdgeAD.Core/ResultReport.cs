namespace EdgeAD.Core;

/// <summary>Hands results to the controller: OK, NG, the STO strobe and the acknowledgement.</summary>
internal sealed class ResultReport
{
    private readonly OutputSignal ok;
    private readonly OutputSignal ng;
    private readonly OutputSignal strobe;
    private readonly Handshake handshake;
    private readonly long strobeWidth;
    private readonly long acknowledgeTimeout;
    private long until;
    private bool waitingForRelease;
    private bool acknowledge;

    internal ResultReport(LineOutputs outputs, LineSettings settings)
    {
        ok = new OutputSignal(outputs.Ok);
        ng = new OutputSignal(outputs.Ng);
        strobe = new OutputSignal(outputs.Strobe);
        handshake = settings.Handshake;
        strobeWidth = settings.StrobeWidth;
        acknowledgeTimeout = settings.AcknowledgeTimeout;
    }

    /// <summary>True while a result is being handed over; nothing may overwrite it.</summary>
    internal bool Active { get; private set; }

    /// <summary>The controller raised or lowered ACK.</summary>
    internal void Acknowledge(bool active)
    {
        acknowledge = active;
    }

    /// <summary>Takes the last result away: neither OK nor NG.</summary>
    internal void Withdraw()
    {
        ok.Set(false);
        ng.Set(false);
    }

    /// <summary>Shows a result: the level first, then the strobe.</summary>
    internal void Present(bool good, long now)
    {
        ok.Set(good);
        ng.Set(!good);
        if (handshake == Handshake.None)
            return;

        Active = true;
        waitingForRelease = false;
        until = now + (handshake == Handshake.Strobe ? strobeWidth : acknowledgeTimeout);
        strobe.Set(true);
    }

    /// <summary>Goes on with the handshake.</summary>
    /// <returns>False when the controller did not answer in time; the handshake has been given up.</returns>
    internal bool Step(long now)
    {
        if (!Active)
            return true;

        if (handshake == Handshake.Acknowledge && acknowledge != waitingForRelease)
        {
            strobe.Set(false);
            Active = !waitingForRelease;
            waitingForRelease = true;
            until = now + acknowledgeTimeout;
            return true;
        }

        if (now < until)
            return true;

        strobe.Set(false);
        Active = false;
        return handshake == Handshake.Strobe;
    }

    /// <summary>Gives up the handshake that is going on.</summary>
    internal void Abandon()
    {
        strobe.Set(false);
        Active = false;
    }
}
