namespace EdgeAD.Vision.Boards;

/// <summary>The camera and its wiring.</summary>
public sealed record BoardCamera
{
    /// <summary>Sensors that the board is sold with.</summary>
    public required IReadOnlyList<string> Sensors { get; init; }

    public required CameraPins Pins { get; init; }

    /// <summary>Master clock in Hz; meaningless where the sensor has its own oscillator (no xclk pin).</summary>
    public required int XclkHz { get; init; }

    /// <summary>Pixels as the sensor sends them: gray8, rgb565_be or yuyv.</summary>
    public required string PixelFormat { get; init; }

    /// <summary>Frame that the sensor delivers, as 240x240.</summary>
    public required string Frame { get; init; }

    /// <summary>I2C bus of <see cref="Power"/> where it is not the camera's own.</summary>
    public PowerBus? PowerBus { get; init; }

    /// <summary>Registers that switch the camera on, in this order.</summary>
    public IReadOnlyList<PowerStep> Power { get; init; } = [];
}
