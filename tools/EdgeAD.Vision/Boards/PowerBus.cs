namespace EdgeAD.Vision.Boards;

/// <summary>I2C pins of the chip that powers the camera.</summary>
public sealed record PowerBus(int Sda, int Scl);
