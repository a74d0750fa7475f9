using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Synthesis;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Synthesis;

public sealed class SymmetryTests
{
    [Fact]
    public void A_turn_and_a_mirror_move_the_corner_where_they_should()
    {
        var picture = new Picture(3, 2, [.. Enumerable.Range(0, 6).SelectMany(i => Enumerable.Repeat((byte)i, 3))]); // 0 1 2 / 3 4 5
        Assert.Equal([3, 0, 4, 1, 5, 2], Values(new Symmetry(1, false).Apply(picture)));
        Assert.Equal([5, 4, 3, 2, 1, 0], Values(new Symmetry(2, false).Apply(picture)));
        Assert.Equal([2, 5, 1, 4, 0, 3], Values(new Symmetry(3, false).Apply(picture)));
        Assert.Equal([2, 1, 0, 5, 4, 3], Values(new Symmetry(0, true).Apply(picture)));
        Assert.Equal((2, 3), (new Symmetry(1, false).Apply(picture).Width, new Symmetry(1, false).Apply(picture).Height));

        static byte[] Values(Picture p) => [.. p.Rgb.Where((_, i) => i % 3 == 0)];
    }

    [Fact]
    public void A_round_part_allows_everything_and_an_arrow_only_itself()
    {
        Assert.Equal(8, SymmetryFinder.Find([.. Enumerable.Range(0, 8).Select(i => Disc(i, marked: false))]).Count);
        // Mirrored at the diagonal on which the mark lies, the part looks as before.
        Assert.Equal([new Symmetry(0, false), new Symmetry(3, true)], SymmetryFinder.Find([.. Enumerable.Range(0, 8).Select(i => Disc(i, marked: true))]));
    }

    [Fact]
    public void Few_pictures_or_oblong_ones_are_not_turned()
    {
        Assert.Single(SymmetryFinder.Find([.. Enumerable.Range(0, 3).Select(i => TinyDataset.Picture(i))]));
        Picture[] flat = [.. Enumerable.Range(0, 6).Select(i => new Picture(40, 20, [.. Enumerable.Repeat((byte)(100 + i), 2400)]))];
        Assert.All(SymmetryFinder.Find(flat), s => Assert.True(s.KeepsShape));
    }

    [Fact]
    public void A_further_view_is_near_the_picture_and_repeats_from_its_seed()
    {
        Picture picture = TinyDataset.Picture(1);
        Symmetry[] none = [new Symmetry(0, false)];
        Picture view = PictureAugmenter.Vary(picture, none, new RenderRandom(4));
        Assert.Equal(view.Rgb, PictureAugmenter.Vary(picture, none, new RenderRandom(4)).Rgb);
        double difference = picture.Rgb.Zip(view.Rgb).Average(p => Math.Abs(p.First - p.Second));
        Assert.InRange(difference, 1, 25);
    }

    /// <summary>A noisy disc about the very centre; the mark lies below and right of it.</summary>
    private static Picture Disc(int seed, bool marked)
    {
        const int size = 48;
        var random = new Random(seed);
        var rgb = new byte[3 * size * size];
        for (int i = 0; i < rgb.Length; i++)
        {
            double x = (i / 3 % size) - ((size - 1) / 2.0), y = (i / 3 / size) - ((size - 1) / 2.0);
            bool dark = marked && x is > 2 and < 12 && y is > 2 and < 12;
            rgb[i] = (byte)((dark ? 20 : (x * x) + (y * y) < 300 ? 180 : 60) + random.Next(-10, 11));
        }

        return new Picture(size, size, rgb);
    }
}
