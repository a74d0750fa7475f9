using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Flashing;

/// <summary>What shall be written to which board.</summary>
/// <param name="Board">The board.</param>
/// <param name="Port">Serial port.</param>
/// <param name="Model">Model file, or null.</param>
/// <param name="Firmware">Folder with bootloader.bin and nanoCLR.bin of a firmware build, or null.</param>
/// <param name="App">Managed application image, or null.</param>
/// <param name="Esptool">Program esptool.</param>
/// <param name="Nanoff">Program nanoff.</param>
public sealed record FlashRequest(Board Board, string Port, string? Model, string? Firmware, string? App, string Esptool, string Nanoff);
