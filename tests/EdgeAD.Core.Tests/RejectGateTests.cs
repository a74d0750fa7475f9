using EdgeAD.Core;
using EdgeAD.Shims;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeAD.Core.Tests;

/// <summary>Where the reject pulses of neighbouring parts meet.</summary>
public sealed class RejectGateTests
{
    private const int Width = 10;
    private const int Gap = 4;
    private const int Disorder = 5;

    /// <summary>Polarity; parts as "due:verdict" with G good and B bad; the pulses that must come of it.</summary>
    public static TheoryData<Polarity, string, string> Cases => new()
    {
        { Polarity.EnergiseToReject, "100:B", "100-110" },
        { Polarity.EnergiseToReject, "100:G", "" },
        { Polarity.EnergiseToReject, "100:B 120:B", "100-110 120-130" },
        { Polarity.EnergiseToReject, "100:B 114:B", "100-110 114-124" }, // a pause of exactly MinGap stays
        { Polarity.EnergiseToReject, "100:B 113:B", "100-123" },
        { Polarity.EnergiseToReject, "100:B 105:B", "100-115" },
        { Polarity.EnergiseToReject, "100:B 110:B", "100-120" },
        { Polarity.EnergiseToReject, "100:B 106:G 113:B", "100-123" }, // the bad neighbours win
        { Polarity.EnergiseToReject, "100:G 105:B 112:G", "105-115" },
        { Polarity.EnergiseToPass, "100:B", "" },
        { Polarity.EnergiseToPass, "100:G", "100-110" },
        { Polarity.EnergiseToPass, "100:G 113:G", "100-123" },
        { Polarity.EnergiseToPass, "100:G 114:G", "100-110 114-124" },
        { Polarity.EnergiseToPass, "100:G 105:B", "100-105" },
        { Polarity.EnergiseToPass, "100:B 105:G", "110-115" },
        { Polarity.EnergiseToPass, "100:G 105:B 112:G", "100-105 115-122" },
        { Polarity.EnergiseToPass, "100:B 104:G 106:B", "" },
        { Polarity.EnergiseToPass, "100:G 104:G 106:B", "100-106" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pulses_meet_as_documented(Polarity polarity, string parts, string pulses)
    {
        var flow = parts.Split(' ').Select(part => (long.Parse(part.Split(':')[0]), part.EndsWith('B'))).ToArray();

        Assert.Equal(pulses, Run(polarity, flow, decideAfter: 20).Text);
    }

    [Theory]
    [InlineData(Polarity.EnergiseToReject)]
    [InlineData(Polarity.EnergiseToPass)]
    public void Every_bad_part_is_in_the_reject_state_for_its_whole_pulse_whatever_its_neighbours(Polarity polarity)
    {
        var flows = from steps in Gen.ListOf(Gen.Choose(1, 30), 12)
                    from bad in Gen.ListOf(Gen.Elements(true, false), 12)
                    from late in Gen.ListOf(Gen.Choose(0, Disorder), 12)
                    from delay in Gen.Choose(1, 40)
                    select (steps.ToArray(), bad.ToArray(), late.ToArray(), delay);

        Prop.ForAll(Arb.From(flows), flow => Holds(polarity, flow.Item1, flow.Item2, flow.Item3, flow.delay)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void A_pulse_that_was_cut_for_a_bad_part_is_not_filled_up_to_the_next_good_one() =>
        Assert.Equal("103-104 115-125", Run(Polarity.EnergiseToPass, [(100, true), (101, false), (112, false)], 14, [4, 2, 3]).Text);

    [Fact]
    public void An_undecided_part_is_rejected()
    {
        var run = Run(Polarity.EnergiseToReject, [(100, false)], decideAfter: 10_000);

        Assert.Equal("100-110", run.Text);
    }

    private static bool Holds(Polarity polarity, int[] steps, bool[] bad, int[] late, int delay)
    {
        long due = 100;
        var plan = steps.Select((step, i) => (Due: due += step, Bad: bad[i])).ToArray();
        var levels = Run(polarity, plan, delay, late).Levels;
        var flow = plan.Select((part, i) => (Due: part.Due + late[i], part.Bad)).ToArray();
        bool rejects(long time) => levels[time] == (polarity == Polarity.EnergiseToReject);

        bool badOnesGo = flow.Where(part => part.Bad).All(part => Span(part.Due).All(rejects));
        bool lonelyGoodOnesStay = flow.Where((part, i) => !part.Bad && Lonely(flow, i)).All(part => !Span(part.Due).Any(rejects));
        return badOnesGo && lonelyGoodOnesStay && flow.Length == 12;
    }

    /// <summary>True when no bad part is near enough to reach this one's pulse, not even over a filled pause.</summary>
    private static bool Lonely((long Due, bool Bad)[] flow, int index) =>
        flow.All(other => !other.Bad || Math.Abs(other.Due - flow[index].Due) >= 2 * Width + Gap);

    private static IEnumerable<long> Span(long due) => Enumerable.Range(0, Width).Select(i => due + i);

    /// <summary>
    /// Each part is announced 90 before its due time; half of <paramref name="decideAfter"/> later its due time turns out to be
    /// <paramref name="late"/> later; after the other half it is decided.
    /// </summary>
    private static (string Text, bool[] Levels) Run(Polarity polarity, (long Due, bool Bad)[] flow, long decideAfter, int[]? late = null)
    {
        var settings = new LineSettings { Polarity = polarity, PulseWidth = Width, MinGap = Gap, FifoDepth = 64, ExposureTolerance = Disorder };
        var clock = new VirtualClock();
        var recorder = new EdgeRecorder(clock);
        var pin = new RecordedPin(SignalNames.Reject, recorder);
        var fifo = new PartFifo(settings.FifoDepth);
        var gate = new RejectGate(fifo, new VirtualPulseTimer(clock, pin, settings.FifoDepth), settings);
        foreach (var (index, (due, bad)) in flow.Index())
        {
            clock.At(due - 90, () =>
            {
                var part = fifo.Add(1, 0, 0, due);
                gate.Changed(part, clock.Now);
                clock.At(clock.Now + decideAfter / 2, () =>
                {
                    part.Due = due + (late?[index] ?? 0);
                    gate.Moved(part, due, clock.Now);
                });
                clock.At(clock.Now + decideAfter, () =>
                {
                    part.State = bad ? PartState.Rejected : PartState.Passed;
                    gate.Changed(part, clock.Now);
                });
            });
        }

        var levels = new bool[flow[^1].Due + 200];
        for (long time = 0; time < levels.Length; time++)
        {
            clock.RunUntil(time);
            gate.DropPassedBy(time);
            levels[time] = pin.Level;
        }

        return (string.Concat(recorder.Edges.Select(edge => edge.Level ? $"{edge.Time}-" : $"{edge.Time} ")).TrimEnd(), levels);
    }
}
