namespace EdgeAD.Vision.Boards;

/// <summary>A free GPIO that also leads to something on the board, e.g. a microSD slot that must stay empty.</summary>
public sealed record SharedPin(int Gpio, string With);
