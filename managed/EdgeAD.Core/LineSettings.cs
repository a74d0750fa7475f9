namespace EdgeAD.Core;

/// <summary>Every parameter of the line. Times are microseconds. docs/line-interface.md explains each.</summary>
public sealed class LineSettings
{
    /// <summary>Edge of TRIG that counts.</summary>
    public TriggerEdge TriggerEdge = TriggerEdge.Rising;

    /// <summary>How long an input must be steady to be believed.</summary>
    public long Debounce = 1000;

    /// <summary>From the trigger edge to the exposure. At least <see cref="Debounce"/>.</summary>
    public long TriggerDelay = 25000;

    /// <summary>
    /// How far the moment of exposure may be from its plan. A picture taken further off may show another part, so it is no judgement.
    /// </summary>
    public long ExposureTolerance = 5000;

    /// <summary>From the exposure to the last moment at which a judgement still counts.</summary>
    public long JudgementTimeout = 100000;

    /// <summary>From the exposure to the rejector. More than <see cref="JudgementTimeout"/>.</summary>
    public long OutputDelay = 500000;

    /// <summary>How long the rejector is driven per part.</summary>
    public long PulseWidth = 20000;

    /// <summary>Shortest pause between two pulses; a shorter one is filled.</summary>
    public long MinGap = 5000;

    /// <summary>What an energised REJECT means.</summary>
    public Polarity Polarity = Polarity.EnergiseToReject;

    /// <summary>Most parts that may be between trigger and rejector, 1 to 4096.</summary>
    public int FifoDepth = 256;

    /// <summary>Parts whose trigger came while the camera was busy or offline.</summary>
    public UnjudgedPolicy OverrunPolicy = UnjudgedPolicy.Reject;

    /// <summary>Parts for which no judgement came in time.</summary>
    public UnjudgedPolicy NoJudgementPolicy = UnjudgedPolicy.Reject;

    /// <summary>Bad parts in a row that raise ERR; 0 turns it off.</summary>
    public int ConsecutiveNgStop;

    /// <summary>How results are handed over.</summary>
    public Handshake Handshake = Handshake.Strobe;

    /// <summary>Length of the STO strobe.</summary>
    public long StrobeWidth = 5000;

    /// <summary>How long the controller may take for each edge of ACK.</summary>
    public long AcknowledgeTimeout = 100000;

    /// <summary>Events the log holds, at least 16.</summary>
    public int LogCapacity = 256;

    /// <summary>Checks that the values make sense together.</summary>
    /// <returns>An empty text, or the first thing that is wrong and what to do about it.</returns>
    public string Check()
    {
        const long longest = 3600L * 1000 * 1000;

        if (Debounce < 0 || Debounce > longest) return "Debounce must be 0 to 3600 s.";
        if (TriggerDelay < Debounce || TriggerDelay > longest) return "TriggerDelay must be at least Debounce: an input is believed only after it.";
        if (ExposureTolerance < 0 || ExposureTolerance > longest) return "ExposureTolerance must not be negative.";
        if (JudgementTimeout < 1 || JudgementTimeout > longest) return "JudgementTimeout must be more than 0.";
        if (OutputDelay <= JudgementTimeout || OutputDelay > longest) return "OutputDelay must be more than JudgementTimeout: lower the timeout or move the rejector further from the camera.";
        if (PulseWidth < 1 || PulseWidth > longest) return "PulseWidth must be more than 0.";
        if (MinGap < 0 || MinGap > longest) return "MinGap must not be negative.";
        if (FifoDepth < 1 || FifoDepth > 4096) return "FifoDepth must be 1 to 4096.";
        if (ConsecutiveNgStop < 0) return "ConsecutiveNgStop must not be negative; 0 turns it off.";
        if (StrobeWidth < 1 || StrobeWidth > longest) return "StrobeWidth must be more than 0.";
        if (AcknowledgeTimeout < 1 || AcknowledgeTimeout > longest) return "AcknowledgeTimeout must be more than 0.";
        if (LogCapacity < 16 || LogCapacity > 65536) return "LogCapacity must be 16 to 65536.";
        if ((int)TriggerEdge < 0 || (int)TriggerEdge > 1) return "TriggerEdge must be Rising or Falling.";
        if ((int)Polarity < 0 || (int)Polarity > 1) return "Polarity must be EnergiseToReject or EnergiseToPass.";
        if ((int)OverrunPolicy < 0 || (int)OverrunPolicy > 1) return "OverrunPolicy must be Reject or Pass.";
        if ((int)NoJudgementPolicy < 0 || (int)NoJudgementPolicy > 1) return "NoJudgementPolicy must be Reject or Pass.";
        if ((int)Handshake < 0 || (int)Handshake > 2) return "Handshake must be None, Strobe or Acknowledge.";
        return "";
    }

    /// <summary>FNV-1a over all values in the order above, as the statistics show it: two cameras with one checksum behave alike.</summary>
    public uint Checksum()
    {
        uint hash = 2166136261u;
        hash = Mix(hash, (long)TriggerEdge);
        hash = Mix(hash, Debounce);
        hash = Mix(hash, TriggerDelay);
        hash = Mix(hash, ExposureTolerance);
        hash = Mix(hash, JudgementTimeout);
        hash = Mix(hash, OutputDelay);
        hash = Mix(hash, PulseWidth);
        hash = Mix(hash, MinGap);
        hash = Mix(hash, (long)Polarity);
        hash = Mix(hash, FifoDepth);
        hash = Mix(hash, (long)OverrunPolicy);
        hash = Mix(hash, (long)NoJudgementPolicy);
        hash = Mix(hash, ConsecutiveNgStop);
        hash = Mix(hash, (long)Handshake);
        hash = Mix(hash, StrobeWidth);
        hash = Mix(hash, AcknowledgeTimeout);
        hash = Mix(hash, LogCapacity);
        return hash;
    }

    private static uint Mix(uint hash, long value)
    {
        for (int shift = 0; shift < 64; shift += 8)
        {
            hash ^= (uint)((value >> shift) & 0xFF);
            hash *= 16777619u;
        }

        return hash;
    }
}
