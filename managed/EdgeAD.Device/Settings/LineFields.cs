using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>The whole-number parameters of <see cref="LineSettings"/> by name, for reading, writing and listing them. No reflection on the camera.</summary>
public static class LineFields
{
    /// <summary>Names, as docs/line-interface.md lists them.</summary>
    public static readonly string[] Names = new string[]
    {
        "TriggerMode", "FrameInterval", "PresenceCell", "PresenceLength",
        "TriggerEdge", "Debounce", "TriggerDelay", "ExposureTolerance",
        "JudgementTimeout", "DelayDomain", "OutputDelay", "PulseWidth",
        "MinGap", "EncoderRate", "EncoderSilence", "EncoderTimeout",
        "Polarity", "FifoDepth", "OverrunPolicy", "NoJudgementPolicy",
        "ConsecutiveNgStop", "Handshake", "StrobeWidth", "AcknowledgeTimeout",
        "LogCapacity",
    };

    private static readonly string[][] Choices = new string[][]
    {
        new string[] { "External", "Interval", "Presence" },
        new string[0],
        new string[0],
        new string[0],
        new string[] { "Rising", "Falling" },
        new string[0],
        new string[0],
        new string[0],
        new string[0],
        new string[] { "Time", "Encoder" },
        new string[0],
        new string[0],
        new string[0],
        new string[0],
        new string[0],
        new string[0],
        new string[] { "EnergiseToReject", "EnergiseToPass" },
        new string[0],
        new string[] { "Reject", "Pass" },
        new string[] { "Reject", "Pass" },
        new string[0],
        new string[] { "None", "Strobe", "Acknowledge" },
        new string[0],
        new string[0],
        new string[0],
    };

    /// <summary>The words a parameter may take, by value; none when it takes numbers.</summary>
    public static string[] ChoicesOf(int field)
    {
        return Choices[field];
    }

    /// <summary>Value of a parameter.</summary>
    public static long Get(LineSettings settings, int field)
    {
        switch (field)
        {
            case 0: return (long)settings.TriggerMode;
            case 1: return settings.FrameInterval;
            case 2: return settings.PresenceCell;
            case 3: return settings.PresenceLength;
            case 4: return (long)settings.TriggerEdge;
            case 5: return settings.Debounce;
            case 6: return settings.TriggerDelay;
            case 7: return settings.ExposureTolerance;
            case 8: return settings.JudgementTimeout;
            case 9: return (long)settings.DelayDomain;
            case 10: return settings.OutputDelay;
            case 11: return settings.PulseWidth;
            case 12: return settings.MinGap;
            case 13: return settings.EncoderRate;
            case 14: return settings.EncoderSilence;
            case 15: return settings.EncoderTimeout;
            case 16: return (long)settings.Polarity;
            case 17: return settings.FifoDepth;
            case 18: return (long)settings.OverrunPolicy;
            case 19: return (long)settings.NoJudgementPolicy;
            case 20: return settings.ConsecutiveNgStop;
            case 21: return (long)settings.Handshake;
            case 22: return settings.StrobeWidth;
            case 23: return settings.AcknowledgeTimeout;
            default: return settings.LogCapacity;
        }
    }

    /// <summary>Sets a parameter; <see cref="LineSettings.Check"/> tells afterwards whether it makes sense.</summary>
    public static void Set(LineSettings settings, int field, long value)
    {
        switch (field)
        {
            case 0: settings.TriggerMode = (TriggerMode)value; break;
            case 1: settings.FrameInterval = value; break;
            case 2: settings.PresenceCell = (int)value; break;
            case 3: settings.PresenceLength = value; break;
            case 4: settings.TriggerEdge = (TriggerEdge)value; break;
            case 5: settings.Debounce = value; break;
            case 6: settings.TriggerDelay = value; break;
            case 7: settings.ExposureTolerance = value; break;
            case 8: settings.JudgementTimeout = value; break;
            case 9: settings.DelayDomain = (DelayDomain)value; break;
            case 10: settings.OutputDelay = value; break;
            case 11: settings.PulseWidth = value; break;
            case 12: settings.MinGap = value; break;
            case 13: settings.EncoderRate = (int)value; break;
            case 14: settings.EncoderSilence = value; break;
            case 15: settings.EncoderTimeout = value; break;
            case 16: settings.Polarity = (Polarity)value; break;
            case 17: settings.FifoDepth = (int)value; break;
            case 18: settings.OverrunPolicy = (UnjudgedPolicy)value; break;
            case 19: settings.NoJudgementPolicy = (UnjudgedPolicy)value; break;
            case 20: settings.ConsecutiveNgStop = (int)value; break;
            case 21: settings.Handshake = (Handshake)value; break;
            case 22: settings.StrobeWidth = value; break;
            case 23: settings.AcknowledgeTimeout = value; break;
            default: settings.LogCapacity = (int)value; break;
        }
    }
}
