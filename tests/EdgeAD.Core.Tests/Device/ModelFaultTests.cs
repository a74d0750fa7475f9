using EdgeAD.Core;
using EdgeAD.Device;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Device;

/// <summary>A model that is missing, refused or fails its self-test: the camera never says that it is ready, and says ERR from its first moment on.</summary>
public sealed class ModelFaultTests : IScene
{
    [Theory]
    [InlineData(-1, 35)] // no model
    [InlineData(-1, 36)] // its signature does not hold
    [InlineData(3, 0)] // golden vector 3 differs
    public void Without_a_model_that_passes_ERR_stays_on_whatever_RESET_says(int failingVector, int refused)
    {
        var clock = new VirtualClock();
        var flags = new int[BoardSignal.Count];
        flags[BoardSignal.Error] = BoardSignal.Inverted;
        var pins = new LinePins(flags);
        var went = new List<bool>();
        pins.Changed += (signal, on) =>
        {
            if (signal == BoardSignal.Error)
                went.Add(on);
        };
        var parts = new BoardParts { Clock = clock, Pins = pins, Scene = this, FailingVector = failingVector, ModelStatus = refused };
        var board = new SimulatedBoard(parts);
        var application = new Application(board, new SimulatedNetwork(clock), Settings(flags), Settings(flags));
        while (clock.Now < 2_000_000)
        {
            clock.RunUntil(clock.Now + 1_000);
            application.Step();
            if (clock.Now is 500_000 or 1_000_000) // an impatient operator
                board.Edge(1, clock.Now == 500_000);
        }

        Assert.False(application.Cycle.Online);
        Assert.False(pins.IsOn(BoardSignal.Ready));
        Assert.True(pins.IsOn(BoardSignal.Error));
        Assert.Empty(went); // the inverted wire read ERR before the first instruction, and never stopped to
        Assert.Equal(failingVector >= 0 ? 14 : refused, application.Model.Status);
        Assert.False(board.ModelConfirmed); // so a model on trial is rolled back
    }

    Exposure IScene.Order(long planned) => throw new InvalidOperationException("a camera without a model takes no picture");

    SimulatedFrame IScene.Frame() => throw new InvalidOperationException("nor a snapshot");

    private static DeviceSettings Settings(int[] flags)
    {
        var unwired = new int[BoardSignal.Count];
        Array.Fill(unwired, -1);
        return new DeviceSettings(unwired, flags);
    }
}
