using EdgeAD.Core;
using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>What goes wrong in the plant, which parts that can touch, and the controller that answers ERR.</summary>
public sealed partial class Factory
{
    /// <summary>What a part's own fault does to those behind it: the camera is busy, or gone.</summary>
    private void Note(FactoryPart part)
    {
        switch (part.Fault)
        {
            case PartFault.CameraHang:
                causes.Arriving(part.Arrival, part.Arrival + 400_000, loses: false);
                break;
            case PartFault.LateFrame or PartFault.LateJudgement:
                causes.Arriving(part.Arrival, part.Arrival + 130_000, loses: false);
                break;
        }
    }

    private void Disturb(string fault)
    {
        switch (fault)
        {
            case "encoder stop":
                belt.SetSignal(false);
                long silence = 3_000 + random.Next(300_000);
                clock.At(clock.Now + silence, () => belt.SetSignal(true));
                if (options.Domain == DelayDomain.Encoder) // the counts that are lost shift everything on its way
                    causes.OnTheWay(clock.Now, clock.Now + silence + 60_000, loses: true);
                break;
            case "brown-out":
                causes.Down(clock.Now);
                board.Kill(2);
                break;
            case "full FIFO": // the sensor flutters
                for (int i = 0; i < 40; i++)
                {
                    Drive(8_000 + i * 8_000, BoardSignal.Trigger, true);
                    Drive(8_000 + i * 8_000 + 3_000, BoardSignal.Trigger, false);
                }

                causes.Arriving(clock.Now, clock.Now + 330_000 + Way, loses: options.Polarity == Polarity.EnergiseToReject);
                causes.OnTheWay(clock.Now, clock.Now + 330_000 + Way + 2 * Pulse, loses: false);
                break;
            case "bad batch":
                badBatch = options.NgStop + 4;
                break;
            case "flash write failure":
                parts.Events.Broken = true;
                clock.At(clock.Now + 2 * Second, () => parts.Events.Broken = false);
                break;
            case "clock jump":
                network.Jump(random.Next(-7_200_000, 7_200_000));
                break;
            case "Wi-Fi loss":
                network.SetConnected(false);
                clock.At(clock.Now + 5 * Second, () => network.SetConnected(options.Network));
                break;
            case "program pause": // garbage collection, or a slow call
                pausedUntil = clock.Now + random.Next(60_000);
                causes.Arriving(clock.Now - 60_000, clock.Now + 120_000, loses: false);
                break;
            case "program hang":
                pausedUntil = clock.Now + Second;
                causes.Arriving(clock.Now - 60_000, clock.Now + Second, loses: false);
                break;
        }
    }

    /// <summary>The controller takes note of ERR and clears it after a while.</summary>
    private void Controller(int signal, bool on)
    {
        if (signal != BoardSignal.Error || !on || resetting)
            return;

        resetting = true;
        clock.At(clock.Now + 100_000, PressReset);
    }

    private void PressReset()
    {
        board.Edge(1, true);
        if (board.Alive)
            checker.ResetPressed();
        Drive(20_000, 1, false);
        clock.At(clock.Now + 100_000, () =>
        {
            resetting = false;
            if (pins.IsOn(BoardSignal.Error))
                Controller(BoardSignal.Error, true);
        });
    }
}
