namespace EdgeAD.Vision.Boards;

/// <summary>Working memory.</summary>
/// <param name="Psram">How external RAM is connected.</param>
/// <param name="PsramBytes">Size of the external RAM.</param>
/// <param name="PsramReserveBytes">Part of it kept from the managed heap: frame buffers, network buffers.</param>
/// <param name="EngineBytes">Internal SRAM set aside for the engine (<c>ead_info.engine_bytes</c> must fit): a budget, not a measurement.</param>
public sealed record BoardMemory(PsramKind Psram, long PsramBytes, long PsramReserveBytes, long EngineBytes);
