using System.Text.Json.Serialization;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Cost;

/// <summary>What a model is expected to take on a camera board: an estimate, with its error.</summary>
public sealed record BoardCost
{
    /// <summary>Name of the board.</summary>
    public required string Board { get; init; }

    /// <summary>Expected milliseconds per frame of 240x240 pixels, conversion included.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>Bounds of <see cref="Milliseconds"/>.</summary>
    public required double[] Interval { get; init; }

    /// <summary>Part of <see cref="Milliseconds"/> spent waiting for flash and PSRAM (<see cref="ExternalMemory"/>).</summary>
    public required double MemoryMilliseconds { get; init; }

    /// <summary>Expected instructions.</summary>
    public required double Instructions { get; init; }

    /// <summary>Largest relative error of the instructions that cross-validation found.</summary>
    public required double InstructionError { get; init; }

    /// <summary>What was assumed, in words.</summary>
    public required string Basis { get; init; }

    /// <summary>Working memory of the engine.</summary>
    public required long WorkingBytes { get; init; }

    /// <summary>Largest relative error of the working memory that cross-validation found.</summary>
    public required double WorkingError { get; init; }

    /// <summary>What the board sets aside for it.</summary>
    public required long WorkingBudget { get; init; }

    /// <summary>The density's copy that is kept beside it in what is left of the budget; 0 where it does not fit and stays in flash.</summary>
    public required long DensityCopyBytes { get; init; }

    /// <summary>Model file in flash.</summary>
    public required long ModelBytes { get; init; }

    /// <summary>A model slot.</summary>
    public required long ModelBudget { get; init; }

    /// <summary>Engine and model fit.</summary>
    public bool Fits => WorkingBytes <= WorkingBudget && ModelBytes <= ModelBudget;

    /// <summary>Refuses a model that cannot run on the board.</summary>
    /// <exception cref="EdgeAdException">E1512 names what is too large.</exception>
    public BoardCost RequireFit()
    {
        if (Fits)
            return this;
        bool flash = ModelBytes > ModelBudget;
        string what = flash
            ? $"the model file takes {Figures.Bytes(ModelBytes)} of flash, a model slot has {Figures.Bytes(ModelBudget)}"
            : $"the engine takes about {Figures.Bytes(WorkingBytes)} to work in, the board sets {Figures.Bytes(WorkingBudget)} aside";
        throw new EdgeAdException(ErrorCode.BoardMismatch, $"this model does not fit on {Board}: {what}; nothing was written",
            flash ? "train with fewer --dims, --density shared, a smaller --input, or choose a larger board" : "train with a smaller --input or --grey, or choose a larger board");
    }

    /// <summary>A few lines for people: time, memory, flash, and last what the estimate rests on.</summary>
    public string Text => string.Join('\n', Lines);

    /// <summary>The lines of <see cref="Text"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines =>
    [
        FormattableString.Invariant($"on {Board}: about {Milliseconds:0.0} ms per picture ({Interval[0]:0.0} to {Interval[1]:0.0}), so some {Math.Floor(1e3 / Interval[1]):0} pictures per second at most"),
        "  computing only: exposure, the sensor's frame and what the line itself takes come on top",
        FormattableString.Invariant($"  memory: works in {Figures.Bytes(WorkingBytes)} (within {100 * WorkingError:0.0} %) of the {Figures.Bytes(WorkingBudget)} that this board sets aside for the engine")
            + (DensityCopyBytes > 0 ? $"; a copy of the density, {Figures.Bytes(DensityCopyBytes)}, is kept beside it" : ""),
        $"  flash: {Figures.Bytes(ModelBytes)} of a model slot of {Figures.Bytes(ModelBudget)}",
        "  an estimate: nothing was ever measured on a board",
        $"  ({Basis})",
    ];
}
