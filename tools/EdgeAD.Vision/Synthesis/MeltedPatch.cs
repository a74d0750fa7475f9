using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>A patch of the donor whose colours are bent so that it meets its surroundings without a seam.</summary>
/// <remarks>
/// Poisson blending (Pérez, Gangnet, Blake 2003) in its membrane form: the difference between picture and donor on the patch's border is spread over the
/// inside by solving Laplace's equation (Gauss-Seidel), and added to the donor.
/// </remarks>
internal static class MeltedPatch
{
    private const int Sweeps = 120, LargestSide = 96;

    /// <summary>Pastes one patch.</summary>
    public static void Paste(DefectCanvas canvas, Extent extent)
    {
        RenderRandom random = canvas.Random;
        int width = Side(canvas, extent, random), height = Side(canvas, extent, random);
        (float X, float Y) center = canvas.Place(), source = canvas.DonorPlace(width / 2f, height / 2f);
        (int left, int top) = ((int)center.X - (width / 2), (int)center.Y - (height / 2));
        bool flip = random.NextInt(2) == 0;
        float gain = random.Between(1, 1 + extent.Strength); // details a little stronger, so that the patch is not the good surface again

        var patch = new float[3][];
        for (int c = 0; c < 3; c++)
        {
            var donor = new float[width * height];
            for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                float at = flip ? width - 1 - x : x;
                donor[(y * width) + x] = gain * Channel(canvas.FromDonor(source.X - (width / 2) + at, source.Y - (height / 2) + y), c);
            }

            patch[c] = Melt(canvas, donor, left, top, width, height, c);
        }

        for (int y = 1; y < height - 1; y++)
        for (int x = 1; x < width - 1; x++)
        {
            int i = (y * width) + x;
            canvas.Mix(left + x, top + y, (patch[0][i], patch[1][i], patch[2][i]), 0.5f + (0.5f * extent.Strength));
        }
    }

    private static int Side(DefectCanvas canvas, Extent extent, RenderRandom random) =>
        Math.Clamp((int)(extent.Size * canvas.Side * random.Between(0.8f, 1.5f)), 5, LargestSide);

    private static float[] Melt(DefectCanvas canvas, float[] donor, int left, int top, int width, int height, int channel)
    {
        var membrane = new float[donor.Length];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
                membrane[(y * width) + x] = Channel(canvas.At(left + x, top + y), channel) - donor[(y * width) + x];
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        for (int y = 1; y < height - 1; y++)
        for (int x = 1; x < width - 1; x++)
        {
            int i = (y * width) + x;
            membrane[i] = 0.25f * (membrane[i - 1] + membrane[i + 1] + membrane[i - width] + membrane[i + width]);
        }

        for (int i = 0; i < donor.Length; i++)
            donor[i] += membrane[i];
        return donor;
    }

    private static float Channel((float R, float G, float B) color, int channel) => channel == 0 ? color.R : channel == 1 ? color.G : color.B;
}
