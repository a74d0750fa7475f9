using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Rendering;

/// <summary>Renders photo-like pictures of biscuits on a conveyor belt, good and defective, with ground truth.</summary>
/// <remarks>
/// A height field with reflectance is lit by a key light with cast shadows and by light from all around, then photographed with blur,
/// vignetting and noise. A picture is a pure function of (seed, part, view, defect): the part decides outline, relief and browning,
/// the view decides pose, light, belt and noise. Test data, not a benchmark: figures on it say that the tool works, not how well it works
/// on a real line.
/// </remarks>
public sealed class BiscuitRenderer
{
    private readonly int seed;
    private readonly int width;
    private readonly int height;

    /// <param name="seed">Seed of the whole line.</param>
    /// <param name="width">Columns of the pictures, 32..2048.</param>
    /// <param name="height">Rows of the pictures, 32..2048.</param>
    public BiscuitRenderer(int seed, int width = 256, int height = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 2048);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 2048);
        (this.seed, this.width, this.height) = (seed, width, height);
    }

    /// <summary>Takes a picture of a part.</summary>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="view">Number of the picture of this part, from 0.</param>
    /// <param name="defect">What is wrong with the part, or null.</param>
    public RenderedPicture Render(int part, int view, (DefectKind Kind, Difficulty Difficulty)? defect = null)
    {
        var random = new RenderRandom(seed, part, 3, view);
        var pose = new Pose(random);
        var belt = new Belt(seed, random);
        var biscuit = new Biscuit(seed, part);
        var fault = defect is { } d ? Defect.Create(d.Kind, d.Difficulty, seed, part) : null;

        Scene scene = Build(pose, belt, biscuit, fault);
        Picture picture = Camera.Take(Lamp.Light(scene, pose), width, height, pose, random);
        return new RenderedPicture(picture, fault is null ? null : MaskOf(scene), pose.JpegQuality);
    }

    /// <summary>Samples the scene at twice the picture's resolution.</summary>
    private Scene Build(Pose pose, Belt belt, Biscuit biscuit, Defect? fault)
    {
        var scene = new Scene(2 * width, 2 * height);
        float radius = 2 * Math.Min(width, height) * pose.Radius; // samples per biscuit radius
        float cx = width + 2 * Math.Min(width, height) * pose.X, cy = height + 2 * Math.Min(width, height) * pose.Y;
        float cos = MathF.Cos(pose.Angle), sin = MathF.Sin(pose.Angle);
        for (int i = 0; i < width * height; i++)
        {
            // once per pixel: what changes slowly; then its four samples
            int px = 2 * (i % width), py = 2 * (i / width);
            float mx = (px + 1 - cx) / radius, my = (py + 1 - cy) / radius;
            var moulding = biscuit.MouldingAt(mx * cos + my * sin, my * cos - mx * sin);
            bool bare = fault is not null || mx * mx + my * my > 0.8f;
            var dirt = bare ? belt.Dirt(mx, my) : default;
            for (int sample = 0; sample < 4; sample++)
            {
                int x = px + (sample & 1), y = py + (sample >> 1);
                float dx = (x + 0.5f - cx) / radius, dy = (y + 0.5f - cy) / radius;
                float u = dx * cos + dy * sin, v = dy * cos - dx * sin;
                Surface below = bare ? belt.At(dx, dy, dirt) : default;
                Surface surface = below;
                float browning = biscuit.Cover(u, v, moulding, ref surface);
                fault?.Apply(u, v, browning, below, ref surface);

                int at = y * scene.Width + x;
                scene.Relief[at] = surface.Height * radius;
                scene.Albedo[at] = surface.Albedo;
                scene.Gloss[at] = surface.Gloss;
                scene.Defect[at] = surface.Defect;
            }
        }

        return scene;
    }

    /// <summary>A pixel is part of the defect when at least two of its four samples are.</summary>
    private Mask MaskOf(Scene scene)
    {
        var defect = new bool[width * height];
        for (int i = 0; i < defect.Length; i++)
        {
            int at = i / width * 2 * scene.Width + i % width * 2;
            int hits = (scene.Defect[at] ? 1 : 0) + (scene.Defect[at + 1] ? 1 : 0)
                + (scene.Defect[at + scene.Width] ? 1 : 0) + (scene.Defect[at + scene.Width + 1] ? 1 : 0);
            defect[i] = hits >= 2;
        }

        return new Mask(width, height, defect);
    }
}
