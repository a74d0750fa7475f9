using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Docs;

/// <summary>The diagrams of docs/line-interface.md. Delays are shorter than the defaults so that everything fits on a page.</summary>
internal static class Diagrams
{
    private const string Trigger = SignalNames.Trigger;
    private const string Ready = SignalNames.Ready;
    private const string Busy = SignalNames.Busy;
    private const string Ok = SignalNames.Ok;
    private const string Ng = SignalNames.Ng;
    private const string Strobe = SignalNames.Strobe;
    private const string Error = SignalNames.Error;
    private const string Run = SignalNames.Run;
    private const string Reject = SignalNames.Reject;
    private const string Exposure = SignalNames.Exposure;

    public static IReadOnlyList<Diagram> All { get; } =
    [
        new(
            "cycle.svg", Line(), [Bad(10)],
            View(
                "One bad part, from trigger to reject", 0, 120,
                [Trigger, Exposure, Ready, Busy, Ok, Ng, Strobe, Error, Run, Reject],
                new(Trigger, "Debounce", 10_000, 11_000), new(Trigger, "TriggerDelay", 10_000, 15_000),
                new(Exposure, "latency", 15_000, 37_000), new(Strobe, "StrobeWidth", 37_000, 42_000),
                new(Reject, "OutputDelay, from the exposure", 15_000, 85_000), new(Reject, "PulseWidth", 85_000, 105_000))),
        new(
            "reject-polarity.svg", Line(), [Good(10), Bad(60), Good(110)],
            View("EnergiseToReject: good, bad, good", 0, 220, [Trigger, Busy, Ok, Ng, Strobe, Reject])),
        new(
            "pass-polarity.svg", Line(settings => settings.Polarity = Polarity.EnergiseToPass), [Good(10), Bad(60), Good(110)],
            View("EnergiseToPass: good, bad, good", 0, 220, [Trigger, Busy, Ok, Ng, Strobe, Reject])),
        new(
            "late-judgement.svg", Line() with { ResetAfter = 40_000 }, [Good(10) with { Fault = PartFault.LateJudgement }, Good(110)],
            View(
                "A judgement that comes too late is NG and ERR; RESET clears ERR", 0, 220,
                [Trigger, SignalNames.Reset, Exposure, Ready, Busy, Ok, Ng, Strobe, Error, Run, Reject],
                new TimelineSpan(Exposure, "JudgementTimeout", 15_000, 65_000))),
        new(
            "missed-trigger.svg", Line() with { ResetAfter = 60_000 }, [Good(10), Good(30), Good(120)],
            View(
                "A part that comes while BUSY is not judged: ERR, and it is rejected", 0, 220,
                [Trigger, SignalNames.Reset, Exposure, Ready, Busy, Ok, Ng, Error, Reject],
                new TimelineSpan(Reject, "TriggerDelay + OutputDelay of the second part", 30_000, 105_000))),
        new(
            "acknowledge.svg", Line(settings => settings.Handshake = Handshake.Acknowledge) with { AcknowledgeAfter = 8_000 }, [Good(10), Bad(80)],
            View(
                "Handshake Acknowledge: STO waits for ACK, READY for its end", 0, 150,
                [Trigger, Ready, Busy, Ok, Ng, Strobe, SignalNames.Acknowledge, Error])),
        new(
            "bounce.svg", Line() with { BounceTime = 3_000 }, [Good(5) with { Fault = PartFault.BouncingTrigger }],
            View(
                "A bouncing contact is one trigger, counted from its last rise", 0, 40,
                [Trigger, Exposure, Busy, Ok],
                new(Trigger, "Debounce", 8_000, 9_000), new(Trigger, "TriggerDelay", 8_000, 13_000))),
        new(
            "min-gap.svg", Line(settings =>
            {
                settings.TriggerDelay = 1000;
                settings.MinGap = 30_000;
            }),
            [Bad(10), Bad(55), Good(110), Bad(165)],
            View(
                "A pause shorter than MinGap between two rejected parts is filled", 0, 280,
                [Trigger, Busy, Ng, Reject],
                new(Reject, "PulseWidth", 81_000, 101_000), new(Reject, "shorter than MinGap", 101_000, 126_000))),
        new(
            "encoder.svg", Line(settings =>
            {
                settings.DelayDomain = DelayDomain.Encoder;
                settings.OutputDelay = 700;
                settings.PulseWidth = 200;
                settings.MinGap = 50;
            }) with { Belt = [(0, 10_000), (60_000, 5_000)] },
            [Bad(10), Good(80), Bad(130)],
            View(
                "The belt slows down at 60 ms: 700 counts take 100 ms instead of 70", 0, 320,
                [Trigger, Exposure, Busy, Ok, Ng, Error, Reject],
                new(Reject, "OutputDelay 700 counts", 15_000, 110_000), new(Reject, "OutputDelay 700 counts", 135_000, 275_000))),
        new(
            "free-running.svg",
            Line(settings => settings.TriggerDelay = 25_000) with
            {
                Camera = new CameraOptions { ExposureTime = 2000, ReadoutTime = 15_000, FrameInterval = 33_333, FramePhase = 24_000 },
                ViewTolerance = 17_000,
            },
            [Bad(10), Bad(120)],
            View(
                "30 frames per second: 11 ms early, then 12 ms late; the pulse stays where the part is", 0, 250,
                [Trigger, Exposure, Busy, Ng, Reject],
                new(Trigger, "TriggerDelay", 10_000, 35_000), new(Exposure, "exposure early", 24_000, 35_000), new(Reject, "OutputDelay", 35_000, 105_000),
                new(Trigger, "TriggerDelay", 120_000, 145_000), new(Exposure, "late", 145_000, 157_333), new(Reject, "OutputDelay", 145_000, 215_000))),
        new(
            "presence.svg", Line(settings =>
            {
                settings.TriggerMode = TriggerMode.Presence;
                settings.FrameInterval = 40_000;
                settings.PresenceLength = 200_000;
                settings.EmptyFrom = 2;
                settings.EmptyTo = 4;
            }) with
            {
                ViewTolerance = 45_000, ResetAfter = 0,
                Camera = new CameraOptions { ExposureTime = 2000, ReadoutTime = 5000, EmptyBelt = new Judgement(9, 5, true, 15_000, Presence: 3) },
            },
            [Good(60), Bad(200)],
            View(
                "A good and a bad part, each in two pictures; the empty belt moves nothing but RUN", 0, 340,
                [Exposure, Busy, Ok, Ng, Strobe, Error, Run, Reject])),
    ];

    private static SimulatedPart Good(long milliseconds) => new(milliseconds * 1000, IsGood: true, Score: 1);

    private static SimulatedPart Bad(long milliseconds) => new(milliseconds * 1000, IsGood: false, Score: 9);

    private static LineOptions Line(Action<LineSettings>? change = null)
    {
        var settings = new LineSettings { TriggerDelay = 5000, JudgementTimeout = 50_000, OutputDelay = 70_000 };
        change?.Invoke(settings);
        return new LineOptions
        {
            Settings = settings, PollInterval = 200, Camera = new CameraOptions { ExposureTime = 2000, ReadoutTime = 5000 },
        };
    }

    private static TimelineOptions View(string title, long from, long to, string[] signals, params TimelineSpan[] spans) =>
        new() { Title = title, From = from * 1000, To = to * 1000, Signals = signals, Spans = spans };
}
