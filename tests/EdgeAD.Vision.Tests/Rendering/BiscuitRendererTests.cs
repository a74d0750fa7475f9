using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Tests.Rendering;

public sealed class BiscuitRendererTests
{
    public static TheoryData<DefectKind, Difficulty> Defects()
    {
        var data = new TheoryData<DefectKind, Difficulty>();
        foreach (DefectKind kind in Enum.GetValues<DefectKind>())
        {
            foreach (Difficulty difficulty in Enum.GetValues<Difficulty>())
            {
                data.Add(kind, difficulty);
            }
        }

        return data;
    }

    [Fact]
    public void A_picture_is_a_pure_function_of_seed_part_and_view()
    {
        var first = new BiscuitRenderer(5, 96, 80);
        var again = new BiscuitRenderer(5, 96, 80);
        again.Render(9, 0); // nothing carries over
        Assert.Equal(first.Render(3, 1).Picture.Rgb, again.Render(3, 1).Picture.Rgb);
        Assert.NotEqual(first.Render(3, 1).Picture.Rgb, first.Render(3, 2).Picture.Rgb);
        Assert.NotEqual(first.Render(3, 1).Picture.Rgb, first.Render(4, 1).Picture.Rgb);
        Assert.NotEqual(first.Render(3, 1).Picture.Rgb, new BiscuitRenderer(6, 96, 80).Render(3, 1).Picture.Rgb);
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void The_mask_is_where_the_picture_differs_from_the_good_part(DefectKind kind, Difficulty difficulty)
    {
        var renderer = new BiscuitRenderer(1, 160, 160);
        for (int part = 0; part < 2; part++)
        {
            Picture good = renderer.Render(part, 0).Picture;
            var bad = renderer.Render(part, 0, (kind, difficulty));
            Assert.NotNull(bad.Mask);
            Assert.InRange(bad.Mask.Area, 4, 160 * 160 / 4);
            double inside = MeanDifference(good, bad.Picture, bad.Mask.Defect);
            double outside = MeanDifference(good, bad.Picture, [.. bad.Mask.Defect.Select(d => !d)]);
            Assert.True(inside > 4 * outside + 2, $"part {part}: {inside:f1} inside the mask, {outside:f1} outside");
        }
    }

    [Fact]
    public void Harder_defects_are_smaller_or_fainter()
    {
        var renderer = new BiscuitRenderer(2, 128, 128);
        foreach (DefectKind kind in Enum.GetValues<DefectKind>())
        {
            double[] change = new double[3];
            for (int part = 0; part < 4; part++)
            {
                Picture good = renderer.Render(part, 0).Picture;
                foreach (Difficulty difficulty in Enum.GetValues<Difficulty>())
                {
                    Picture bad = renderer.Render(part, 0, (kind, difficulty)).Picture;
                    change[(int)difficulty] += Enumerable.Range(0, bad.Rgb.Length).Sum(i => Math.Abs(bad.Rgb[i] - good.Rgb[i]));
                }
            }

            Assert.True(change[0] > change[1] && change[1] > change[2], $"{kind}: {change[0]} {change[1]} {change[2]}");
        }
    }

    [Fact]
    public void Good_pictures_look_like_pale_biscuits_on_a_darker_bluish_belt()
    {
        var renderer = new BiscuitRenderer(3, 128, 128);
        for (int part = 0; part < 10; part++)
        {
            var rendered = renderer.Render(part, 0);
            Assert.Null(rendered.Mask);
            Assert.InRange(rendered.JpegQuality, 80, 95);
            byte[] rgb = rendered.Picture.Rgb;
            int centre = 3 * (64 * 128 + 64), corner = 3 * (3 * 128 + 3);
            (double r, double b) = (Mean(rgb, centre, 128), Mean(rgb, centre + 2, 128));
            Assert.True(r > b + 25, "the biscuit is warm");
            Assert.True(Mean(rgb, corner, 128) < Mean(rgb, corner + 2, 128), "the belt is cool");
            Assert.InRange(rgb.Average(v => v), 60, 170);
            Assert.True(rgb.Count(v => v == 255) < rgb.Length / 50, "few pixels are blown out");
        }
    }

    [Fact]
    public void Two_views_show_the_same_part_in_another_pose()
    {
        // Brightness of a part is its own; the pose is the view's.
        var a = new Pose(new RenderRandom(1, 2, 3, 0));
        var b = new Pose(new RenderRandom(1, 2, 3, 1));
        Assert.NotEqual(a.Angle, b.Angle);
        var surface = default(Surface);
        var same = default(Surface);
        var biscuit = new Biscuit(1, 2);
        biscuit.Cover(0.3f, 0.2f, biscuit.MouldingAt(0.3f, 0.2f), ref surface);
        new Biscuit(1, 2).Cover(0.3f, 0.2f, biscuit.MouldingAt(0.3f, 0.2f), ref same);
        Assert.Equal(surface, same);
        Assert.True(surface.Covered && surface.Height > 0.1f);
    }

    // 3x3 neighbourhood, one channel
    private static double Mean(byte[] rgb, int at, int width) =>
        Enumerable.Range(0, 9).Average(i => rgb[at + 3 * (i % 3 - 1 + (i / 3 - 1) * width)]);

    private static double MeanDifference(Picture a, Picture b, bool[] where)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < where.Length; i++)
        {
            if (where[i])
            {
                sum += Math.Abs(a.Rgb[3 * i] - b.Rgb[3 * i]) + Math.Abs(a.Rgb[3 * i + 1] - b.Rgb[3 * i + 1]) + Math.Abs(a.Rgb[3 * i + 2] - b.Rgb[3 * i + 2]);
                count++;
            }
        }

        return sum / Math.Max(1, count);
    }
}
