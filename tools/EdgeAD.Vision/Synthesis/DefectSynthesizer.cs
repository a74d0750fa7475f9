using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>Damages pictures of good parts, so that detectors can be compared where no defect has ever been photographed.</summary>
/// <remarks>A pure function of picture, donor, kind, difficulty and random numbers: the same on every machine.</remarks>
internal static class DefectSynthesizer
{
    private const int Attempts = 6, FewestPixels = 6;

    /// <summary>Damages a picture.</summary>
    /// <param name="good">The picture; sides of 16 pixels or more.</param>
    /// <param name="foreground">Where its part is.</param>
    /// <param name="donor">Another good picture (or the same) that patches are taken from.</param>
    /// <param name="kind">What to do.</param>
    /// <param name="difficulty">How hard it is to see.</param>
    /// <param name="random">Source of everything random.</param>
    /// <returns>The first attempt that shows enough, else the one that shows most; null when nothing shows at all (a blur of a plain surface).</returns>
    public static SyntheticPicture? Make(Picture good, Foreground foreground, Picture donor, SyntheticKind kind, Difficulty difficulty, RenderRandom random)
    {
        double enough = difficulty switch { Difficulty.Easy => 24, Difficulty.Medium => 14, _ => 8 };
        (SyntheticPicture? Picture, double Change) best = (null, 0);
        for (int attempt = 0; attempt < Attempts && best.Change < enough; attempt++)
        {
            var canvas = new DefectCanvas(good, foreground, donor, random);
            Apply(canvas, kind, Extent.Of(difficulty, random));
            (Picture picture, Mask mask, double change) = canvas.Finish();
            if (mask.Area >= FewestPixels && change > best.Change)
                best = (new SyntheticPicture(picture, mask, kind, difficulty), change);
        }

        return best.Picture;
    }

    private static void Apply(DefectCanvas canvas, SyntheticKind kind, Extent extent)
    {
        switch (kind)
        {
            case SyntheticKind.CutPaste: DefectShapes.CutPaste(canvas, extent); break;
            case SyntheticKind.Scar: DefectShapes.Scar(canvas, extent); break;
            case SyntheticKind.Perlin: DefectShapes.Perlin(canvas, extent); break;
            case SyntheticKind.Patch: MeltedPatch.Paste(canvas, extent); break;
            case SyntheticKind.Blur: DefectShapes.Blur(canvas, extent); break;
            case SyntheticKind.Stain: DefectShapes.Stain(canvas, extent); break;
            case SyntheticKind.Missing: DefectShapes.Missing(canvas, extent); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }
}
