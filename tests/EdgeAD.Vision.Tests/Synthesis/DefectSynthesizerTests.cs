using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Synthesis;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Synthesis;

public sealed class DefectSynthesizerTests
{
    private const int Size = 96;

    public static TheoryData<SyntheticKind> Kinds => [.. Enum.GetValues<SyntheticKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_defect_changes_the_masked_pixels_of_the_part_only(SyntheticKind kind)
    {
        foreach (Difficulty difficulty in Enum.GetValues<Difficulty>())
        for (int seed = 0; seed < 8; seed++)
        {
            Picture good = TinyDataset.Picture(seed, size: Size);
            Foreground foreground = Foreground.Of(good);
            SyntheticPicture? made = Make(good, kind, difficulty, seed);
            if (made is null)
                continue;
            Assert.Equal((Size, Size, kind, difficulty), (made.Mask.Width, made.Mask.Height, made.Kind, made.Difficulty));
            Assert.InRange(made.Mask.Area, 6, Size * Size / 4);
            for (int i = 0; i < made.Mask.Defect.Length; i++)
            {
                int largest = Enumerable.Range(0, 3).Max(c => Math.Abs(good.Rgb[(3 * i) + c] - made.Picture.Rgb[(3 * i) + c]));
                Assert.Equal(largest >= 3, made.Mask.Defect[i]);
                Assert.True(foreground.Inside[i] || largest == 0, "the ground beside the part was changed");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others(SyntheticKind kind)
    {
        Picture good = TinyDataset.Picture(5, size: Size);
        byte[] one = Make(good, kind, Difficulty.Easy, 3)!.Picture.Rgb;
        Assert.Equal(one, Make(good, kind, Difficulty.Easy, 3)!.Picture.Rgb);
        Assert.NotEqual(one, Make(good, kind, Difficulty.Easy, 4)!.Picture.Rgb);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Harder_defects_change_less(SyntheticKind kind)
    {
        double Change(Difficulty difficulty) => Enumerable.Range(0, 30).Average(seed =>
        {
            Picture good = TinyDataset.Picture(seed, size: Size);
            SyntheticPicture? made = Make(good, kind, difficulty, seed);
            return made is null ? 0 : good.Rgb.Zip(made.Picture.Rgb).Sum(p => Math.Abs(p.First - p.Second));
        });
        (double easy, double medium, double hard) = (Change(Difficulty.Easy), Change(Difficulty.Medium), Change(Difficulty.Hard));
        Assert.True(easy > 1.3 * medium && medium > 1.3 * hard && hard > 0, $"{easy:0} {medium:0} {hard:0}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_grey_picture_stays_grey(SyntheticKind kind)
    {
        Picture colour = TinyDataset.Picture(1, size: Size);
        var grey = new Picture(Size, Size, [.. Enumerable.Range(0, Size * Size).SelectMany(i => Enumerable.Repeat(colour.Rgb[3 * i], 3))]);
        byte[] rgb = Make(grey, kind, Difficulty.Easy, 2)!.Picture.Rgb;
        Assert.All(Enumerable.Range(0, Size * Size), i => Assert.True(rgb[3 * i] == rgb[(3 * i) + 1] && rgb[3 * i] == rgb[(3 * i) + 2]));
    }

    [Fact]
    public void Nothing_shows_when_a_plain_surface_is_blurred()
    {
        var plain = new Picture(Size, Size, [.. Enumerable.Repeat((byte)90, 3 * Size * Size)]);
        Assert.Null(Make(plain, SyntheticKind.Blur, Difficulty.Easy, 1));
    }

    [Fact]
    public void The_part_is_found_on_a_plain_ground_and_nothing_on_a_texture()
    {
        Foreground disc = Foreground.Of(TinyDataset.Picture(1, size: Size));
        Assert.True(disc.Found);
        Assert.InRange(disc.Inside.Count(i => i) / (double)(Size * Size), 0.45, 0.55); // pi * 0.4^2
        var random = new Random(1);
        var texture = new Picture(Size, Size, [.. Enumerable.Range(0, 3 * Size * Size).Select(_ => (byte)random.Next(60, 140))]);
        Foreground everywhere = Foreground.Of(texture);
        Assert.False(everywhere.Found);
        Assert.DoesNotContain(false, everywhere.Inside);
    }

    private static SyntheticPicture? Make(Picture good, SyntheticKind kind, Difficulty difficulty, int seed) =>
        DefectSynthesizer.Make(good, Foreground.Of(good), TinyDataset.Picture(1000 + seed, size: Size), kind, difficulty, new RenderRandom(seed));
}
