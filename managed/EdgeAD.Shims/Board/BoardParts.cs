using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>What outlives a restart of a simulated board: its flash, its wires, the belt, the world in front of the camera.</summary>
public sealed record BoardParts
{
    /// <summary>Time of the world.</summary>
    public required VirtualClock Clock { get; init; }

    /// <summary>The wires to the controller.</summary>
    public required LinePins Pins { get; init; }

    /// <summary>In front of the camera.</summary>
    public required IScene Scene { get; init; }

    /// <summary>The belt with its encoder; null: none.</summary>
    public SimulatedBelt? Belt { get; init; }

    /// <summary>Timing of the camera.</summary>
    public CameraOptions Camera { get; init; } = new();

    /// <summary>Flash for settings.</summary>
    public SimulatedFlash Settings { get; init; } = new(2 * RecordRing.SectorBytes);

    /// <summary>Flash for events.</summary>
    public SimulatedFlash Events { get; init; } = new(4 * RecordRing.SectorBytes);

    /// <summary>The status port.</summary>
    public SimulatedPort Port { get; init; } = new();

    /// <summary>Threshold of the model.</summary>
    public float Threshold { get; init; } = 5;

    /// <summary>Rows and columns of its cell grid.</summary>
    public (int Rows, int Columns) Grid { get; init; } = (4, 4);

    /// <summary>Status that the model is refused with; 0: it is good.</summary>
    public int ModelStatus { get; init; }

    /// <summary>What is broken on purpose.</summary>
    public Sabotage Sabotage { get; init; }

    /// <summary>Status that an update is refused with; 0: it passes.</summary>
    public int UpdateRefused { get; init; }

    /// <summary>Index of the golden vector that fails; -1: none.</summary>
    public int FailingVector { get; init; } = -1;
}
