namespace EdgeAD.Training.Backbones;

/// <summary>How a backbone is trained; the defaults are the recipe of the built-in one. The same options give the same weights on the same machine type and thread count.</summary>
public sealed record BackboneTrainingOptions
{
    /// <summary>Width multiplier of MobileNetV2.</summary>
    public double Alpha { get; init; } = 0.35;

    /// <summary>Deepest layer that is trained and kept.</summary>
    public string Through { get; init; } = Vision.Backbones.MobileNetV2.DefaultThrough;

    /// <summary>Seed of weights, pictures and crops.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Side of a training crop in pixels.</summary>
    public int CropSize { get; init; } = 64;

    /// <summary>Side of a rendered or loaded picture, from which crops are taken.</summary>
    public int PictureSize { get; init; } = 112;

    /// <summary>Crops per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Optimiser steps.</summary>
    public int Steps { get; init; } = 4500;

    /// <summary>Peak learning rate of Adam; warm-up over the first 2 %, then a cosine to nothing.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Teacher to distil from (any importable file), or null to learn without one.</summary>
    public string? Teacher { get; init; }

    /// <summary>Share of the steps in which every block reads the teacher's maps instead of the student's own.</summary>
    public double ForcedShare { get; init; } = 0.5;

    /// <summary>Share of the steps, at the end, that use the running statistics of batch norm, as inference will.</summary>
    public double FrozenNormShare { get; init; } = 0.2;

    /// <summary>Share of the steps, at the end, with simulated int8 weights and maps.</summary>
    public double QuantizedShare { get; init; } = 0.1;

    /// <summary>A folder of pictures without labels, or null for procedural pictures only.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>Share of the folder's pictures among all, when there is a folder.</summary>
    public double FolderShare { get; init; } = 0.5;

    /// <summary>Pictures kept at hand for cropping.</summary>
    public int PoolSize { get; init; } = 512;

    /// <summary>Pictures of the pool replaced per step.</summary>
    public int PoolRefresh { get; init; } = 2;

    /// <summary>Where checkpoint and curves are written.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Threads that torch uses; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Uses a GPU when there is one.</summary>
    public bool UseGpu { get; init; } = true;

    /// <summary>Everything that decides the result, as one line: a checkpoint of other options is not resumed.</summary>
    public string Fingerprint => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"v1 alpha={Alpha} through={Through} seed={Seed} crop={CropSize} picture={PictureSize} batch={BatchSize} steps={Steps} lr={LearningRate} teacher={Teacher ?? "none"} forced={ForcedShare} frozen={FrozenNormShare} quantized={QuantizedShare} folder={PictureFolder ?? "none"} share={FolderShare} pool={PoolSize}/{PoolRefresh}");
}
