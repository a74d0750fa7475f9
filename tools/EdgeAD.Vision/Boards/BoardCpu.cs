namespace EdgeAD.Vision.Boards;

/// <summary>The processor that runs the kernels.</summary>
/// <param name="Kind">Decides which kernels run and which cost figures apply.</param>
/// <param name="Chip">What esptool calls the chip; empty for the host.</param>
/// <param name="Cores">Cores; the engine uses one of them.</param>
/// <param name="ClockMhz">Clock in MHz; 0: not known.</param>
public sealed record BoardCpu(CpuKind Kind, string Chip, int Cores, int ClockMhz);
