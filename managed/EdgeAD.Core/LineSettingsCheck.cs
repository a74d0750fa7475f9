namespace EdgeAD.Core;

/// <summary>Which settings make sense together.</summary>
internal static class LineSettingsCheck
{
    private const long Longest = 3600L * 1000 * 1000;

    /// <summary>An empty text, or the first thing that is wrong and what to do about it.</summary>
    internal static string Of(LineSettings settings)
    {
        string wrong = Choices(settings);
        if (wrong.Length == 0)
            wrong = Trigger(settings);
        if (wrong.Length == 0)
            wrong = Delays(settings);
        if (wrong.Length == 0)
            wrong = Handover(settings);
        return wrong;
    }

    private static string Choices(LineSettings s)
    {
        if ((int)s.TriggerMode < 0 || (int)s.TriggerMode > 2) return "TriggerMode must be External, Interval or Presence.";
        if ((int)s.TriggerEdge < 0 || (int)s.TriggerEdge > 1) return "TriggerEdge must be Rising or Falling.";
        if ((int)s.DelayDomain < 0 || (int)s.DelayDomain > 1) return "DelayDomain must be Time or Encoder.";
        if ((int)s.Polarity < 0 || (int)s.Polarity > 1) return "Polarity must be EnergiseToReject or EnergiseToPass.";
        if ((int)s.OverrunPolicy < 0 || (int)s.OverrunPolicy > 1) return "OverrunPolicy must be Reject or Pass.";
        if ((int)s.NoJudgementPolicy < 0 || (int)s.NoJudgementPolicy > 1) return "NoJudgementPolicy must be Reject or Pass.";
        if ((int)s.Handshake < 0 || (int)s.Handshake > 2) return "Handshake must be None, Strobe or Acknowledge.";
        return "";
    }

    private static string Trigger(LineSettings s)
    {
        if (s.Debounce < 0 || s.Debounce > Longest) return "Debounce must be 0 to 3600 s.";
        if (s.TriggerDelay < s.Debounce || s.TriggerDelay > Longest) return "TriggerDelay must be at least Debounce: an input is believed only after it.";
        if (s.FrameInterval < 1000 || s.FrameInterval > Longest) return "FrameInterval must be 1 ms to 3600 s.";
        if (s.PresenceCell < 0) return "PresenceCell must not be negative.";
        if (!(s.EmptyFrom <= s.EmptyTo)) return "EmptyFrom must not be more than EmptyTo.";
        if (s.PresenceLength < s.FrameInterval || s.PresenceLength > Longest) return "PresenceLength must be at least FrameInterval.";
        if (s.ExposureTolerance < 0 || s.ExposureTolerance > Longest) return "ExposureTolerance must not be negative; 0 follows the camera's frame rate.";
        if (s.JudgementTimeout < 1 || s.JudgementTimeout > Longest) return "JudgementTimeout must be more than 0.";
        return "";
    }

    private static string Delays(LineSettings s)
    {
        bool counts = s.DelayDomain == DelayDomain.Encoder;
        if (counts && (s.EncoderRate < 1 || s.EncoderRate > 10000000)) return "EncoderRate must be 1 to 10000000 counts per second.";
        if (s.EncoderSilence < 0 || s.EncoderSilence > Longest) return "EncoderSilence must not be negative; 0 turns it off.";
        if (s.EncoderTimeout < 0 || s.EncoderTimeout > Longest) return "EncoderTimeout must not be negative; 0 turns it off.";
        if (s.OutputDelay > Longest || s.PulseWidth > Longest || s.MinGap > Longest) return "OutputDelay, PulseWidth and MinGap must not be more than 3600000000.";

        long shortest = counts ? s.OutputDelay * 1000000 / s.EncoderRate : s.OutputDelay;
        if (shortest <= s.JudgementTimeout) return "OutputDelay must be more than JudgementTimeout: lower the timeout or move the rejector further from the camera.";
        if (s.PulseWidth < 1) return "PulseWidth must be more than 0.";
        if (s.MinGap < 0) return "MinGap must not be negative.";
        if (s.FifoDepth < 1 || s.FifoDepth > 4096) return "FifoDepth must be 1 to 4096.";
        if (s.TriggerMode != TriggerMode.External && !counts && s.OutputDelay / s.FrameInterval + 2 > s.FifoDepth)
            return "FifoDepth must hold all pictures on their way: more than OutputDelay / FrameInterval + 1.";
        return "";
    }

    private static string Handover(LineSettings s)
    {
        if (s.ConsecutiveNgStop < 0) return "ConsecutiveNgStop must not be negative; 0 turns it off.";
        if (s.StrobeWidth < 1 || s.StrobeWidth > Longest) return "StrobeWidth must be more than 0.";
        if (s.AcknowledgeTimeout < 1 || s.AcknowledgeTimeout > Longest) return "AcknowledgeTimeout must be more than 0.";
        if (s.LogCapacity < 16 || s.LogCapacity > 65536) return "LogCapacity must be 16 to 65536.";
        return "";
    }
}
