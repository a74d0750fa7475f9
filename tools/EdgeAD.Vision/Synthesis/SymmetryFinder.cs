using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Synthesis;

/// <summary>Finds the flips and turns that a set of good pictures does not mind, so that augmentation never makes a good part look wrong.</summary>
/// <remarks>
/// A symmetry is kept when turned pictures are as near to the rest of the set as the pictures themselves: median distance to the nearest other picture, both
/// as <c>24 x 24</c> thumbnails. Textures and parts that lie anyhow keep all eight; a fixtured part keeps its own.
/// </remarks>
public static class SymmetryFinder
{
    /// <summary>Most pictures compared.</summary>
    private const int Enough = 40;

    private const int Thumbnail = 24;
    private const double Tolerance = 1.1;

    /// <summary>Symmetries of a set, the identity first.</summary>
    /// <param name="pictures">Good pictures; with fewer than four only the identity is returned.</param>
    public static IReadOnlyList<Symmetry> Find(IReadOnlyList<Picture> pictures)
    {
        bool square = pictures.All(p => p.Width == p.Height);
        Picture[] compared = [.. pictures.Take(Enough).Select(p => PictureScaler.Fit(p, Thumbnail, Thumbnail))];
        if (compared.Length < 4 || compared.Any(p => (p.Width, p.Height) != (compared[0].Width, compared[0].Height)))
            return [Symmetry.All[0]];
        double same = MedianDistance(compared, Symmetry.All[0]);
        return [.. Symmetry.All.Where((s, i) => i == 0 || ((square || s.KeepsShape) && MedianDistance(compared, s) <= (Tolerance * same) + 0.25))];
    }

    /// <summary>Median over pictures of the root mean square difference between the turned picture and the nearest other one, in grey levels.</summary>
    private static double MedianDistance(Picture[] pictures, Symmetry symmetry)
    {
        double[] nearest =
        [
            .. pictures.Select((picture, i) =>
            {
                byte[] turned = symmetry.Apply(picture).Rgb;
                return pictures.Where((_, j) => j != i).Min(other => Distance(turned, other.Rgb));
            }),
        ];
        Array.Sort(nearest);
        return nearest[nearest.Length / 2];
    }

    private static double Distance(byte[] a, byte[] b)
    {
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt((double)sum / a.Length);
    }
}
