namespace EdgeAD.Core;

/// <summary>Every parameter of the line. Times are microseconds. docs/line-interface.md explains each; <see cref="LineSettingsCheck"/> says which fit together.</summary>
public sealed class LineSettings
{
    private const long LeastTolerance = 5000;
    private const long MostTolerance = 100000;

    /// <summary>How parts are found.</summary>
    public TriggerMode TriggerMode = TriggerMode.External;

    /// <summary>Free-running: from one exposure to the next.</summary>
    public long FrameInterval = 100000;

    /// <summary>Presence: the cell, row * columns + column, that tells a part from the belt.</summary>
    public int PresenceCell;

    /// <summary>Presence: lowest score of that cell over the empty belt.</summary>
    public float EmptyFrom;

    /// <summary>Presence: highest score of that cell over the empty belt. Whatever is not in between is a part.</summary>
    public float EmptyTo;

    /// <summary>Presence: what stays in view for longer is the next part.</summary>
    public long PresenceLength = 300000;

    /// <summary>Edge of TRIG that counts.</summary>
    public TriggerEdge TriggerEdge = TriggerEdge.Rising;

    /// <summary>How long an input must be steady to be believed.</summary>
    public long Debounce = 1000;

    /// <summary>From the trigger edge to the exposure. At least <see cref="Debounce"/>.</summary>
    public long TriggerDelay = 25000;

    /// <summary>
    /// How far the moment of exposure may be from its plan; 0: what the camera's frame rate makes necessary, see <see cref="ToleranceFor"/>. A picture
    /// taken further off may show another part, so it is no judgement.
    /// </summary>
    public long ExposureTolerance;

    /// <summary>From the exposure to the last moment at which a judgement still counts.</summary>
    public long JudgementTimeout = 100000;

    /// <summary>Unit of the next three.</summary>
    public DelayDomain DelayDomain = DelayDomain.Time;

    /// <summary>From the exposure to the rejector, in microseconds or encoder counts. Longer than <see cref="JudgementTimeout"/>.</summary>
    public long OutputDelay = 500000;

    /// <summary>How long the rejector is driven per part, in microseconds or encoder counts.</summary>
    public long PulseWidth = 20000;

    /// <summary>Shortest pause between two pulses; a shorter one is filled. Microseconds or encoder counts.</summary>
    public long MinGap = 5000;

    /// <summary>Encoder: counts per second at the highest speed of the belt.</summary>
    public int EncoderRate = 10000;

    /// <summary>Encoder: without a count for so long the rejector removes everything until the next count; 0 turns it off.</summary>
    public long EncoderSilence = 2000;

    /// <summary>
    /// Encoder: without a count for so long ERR is raised if parts are on their way; 0 turns it off. Up to <see cref="EncoderSilence"/>, every silence
    /// counts, however short.
    /// </summary>
    public long EncoderTimeout = 2000;

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
        return LineSettingsCheck.Of(this);
    }

    /// <summary>FNV-1a over all values in the order above, as the statistics show it: two cameras with one checksum behave alike.</summary>
    public uint Checksum()
    {
        uint hash = 2166136261u;
        hash = Mix(hash, (long)TriggerMode);
        hash = Mix(hash, FrameInterval);
        hash = Mix(hash, PresenceCell);
        hash = Mix(hash, (long)(EmptyFrom * 1000f));
        hash = Mix(hash, (long)(EmptyTo * 1000f));
        hash = Mix(hash, PresenceLength);
        hash = Mix(hash, (long)TriggerEdge);
        hash = Mix(hash, Debounce);
        hash = Mix(hash, TriggerDelay);
        hash = Mix(hash, ExposureTolerance);
        hash = Mix(hash, JudgementTimeout);
        hash = Mix(hash, (long)DelayDomain);
        hash = Mix(hash, OutputDelay);
        hash = Mix(hash, PulseWidth);
        hash = Mix(hash, MinGap);
        hash = Mix(hash, EncoderRate);
        hash = Mix(hash, EncoderSilence);
        hash = Mix(hash, EncoderTimeout);
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

    /// <summary>
    /// How far an exposure may be from its plan with a camera that takes a picture every so many microseconds (0: when ordered). Half an interval is
    /// the rule of the nearest frame, an eighth and 2 ms are for sensors that do not keep their own time; the next frame is a whole interval off.
    /// </summary>
    internal long ToleranceFor(long frameInterval)
    {
        if (ExposureTolerance > 0)
            return ExposureTolerance;

        long tolerance = frameInterval / 2 + frameInterval / 8 + 2000;
        return tolerance < LeastTolerance ? LeastTolerance : tolerance < MostTolerance ? tolerance : MostTolerance;
    }

    /// <summary>How much the exposures of two parts may swap their order, in the unit of the delays.</summary>
    internal long ExposureDisorder()
    {
        // A planned place differs from the real one by the tolerance and by what the measured speed is off during the trigger delay.
        long tolerance = ExposureTolerance > 0 ? ExposureTolerance : MostTolerance;
        return DelayDomain == DelayDomain.Time ? tolerance : (tolerance + TriggerDelay / 8) * EncoderRate / 1000000 + 2;
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
