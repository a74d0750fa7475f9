using System.Text.Json.Serialization;

namespace EdgeAD.Vision.Boards;

/// <summary>A camera board: one file of the folder <c>boards</c>, checked by <see cref="BoardCheck"/>.</summary>
public sealed record Board
{
    /// <summary>Name on the command line, e.g. <c>xiao-esp32s3-sense</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name on the box.</summary>
    public required string Title { get; init; }

    /// <summary>Where the pin map was read.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What someone with this board in hand must know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required BoardCpu Cpu { get; init; }
    public required BoardMemory Memory { get; init; }

    /// <summary>Null on the host.</summary>
    public BoardFlash? Flash { get; init; }

    /// <summary>Null on the host.</summary>
    public BoardCamera? Camera { get; init; }

    public required BoardPins Pins { get; init; }

    /// <summary>Default GPIO by signal name (<see cref="LineSignal.All"/>); signals without a pin are missing.</summary>
    public required IReadOnlyDictionary<string, int> Signals { get; init; }

    /// <summary>UART of the status port; null where no pins are left for it.</summary>
    public BoardPort? Port { get; init; }

    /// <summary>Partitions of <see cref="BoardFlash.Layout"/>; null on the host.</summary>
    [JsonIgnore]
    public FlashLayout? Layout { get; init; }

    /// <summary>Bytes that a model file may have: the size of a model slot, or what the file format can address on the host.</summary>
    [JsonIgnore]
    public long ModelSlotBytes => Layout?.Find("model_a")?.Bytes ?? int.MaxValue;

    /// <summary>True for this computer, which has neither pins nor flash of its own.</summary>
    [JsonIgnore]
    public bool IsHost => Cpu.Kind == CpuKind.Host;

    /// <summary>GPIO of a signal, or null.</summary>
    public int? PinOf(LineSignal signal) => Signals.TryGetValue(signal.Name, out int pin) ? pin : null;
}
