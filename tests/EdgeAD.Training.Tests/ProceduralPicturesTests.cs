using EdgeAD.Training.Procedural;

namespace EdgeAD.Training.Tests;

public sealed class ProceduralPicturesTests
{
    [Fact]
    public void The_same_seed_and_index_give_the_same_picture_on_any_thread()
    {
        byte[][] one = [.. Enumerable.Range(0, 24).Select(i => ProceduralPictures.Render(1, i, 48))];
        var many = new byte[24][];
        Parallel.For(0, 24, i => many[23 - i] = ProceduralPictures.Render(1, 23 - i, 48));
        Assert.Equal(one, many);
    }

    [Fact]
    public void Pictures_differ_and_are_not_flat()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 60).Select(i => ProceduralPictures.Render(9, i, 48))];
        Assert.Equal(60, pictures.Select(p => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(p))).Distinct().Count());
        Assert.NotEqual(ProceduralPictures.Render(1, 0, 48), ProceduralPictures.Render(2, 0, 48));
        Assert.True(pictures.Count(p => p.Max() - p.Min() > 30) >= 55, "too many flat pictures");
        double[] means = [.. pictures.Select(p => p.Average(v => v))];
        Assert.True(means.Max() - means.Min() > 60, "all pictures are equally bright");
    }

    [Fact]
    public void Most_pictures_have_natural_statistics()
    {
        // Neighbours resemble each other far more than distant pixels do, as in photographs.
        int natural = 0;
        for (int i = 0; i < 60; i++)
        {
            byte[] p = ProceduralPictures.Render(4, i, 64);
            double near = 0, far = 0;
            for (int y = 0; y < 64; y++)
            {
                for (int x = 0; x < 44; x++)
                {
                    near += Math.Abs(p[3 * (y * 64 + x)] - p[3 * (y * 64 + x + 1)]);
                    far += Math.Abs(p[3 * (y * 64 + x)] - p[3 * (y * 64 + x + 20)]);
                }
            }

            natural += near < 0.8 * far ? 1 : 0;
        }

        Assert.InRange(natural, 36, 60);
    }
}
