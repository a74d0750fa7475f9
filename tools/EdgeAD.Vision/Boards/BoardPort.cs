namespace EdgeAD.Vision.Boards;

/// <summary>UART of the status port, 115200 baud 8N1.</summary>
public sealed record BoardPort(int Uart, int Tx, int Rx);
