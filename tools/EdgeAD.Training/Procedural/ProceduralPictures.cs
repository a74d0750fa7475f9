namespace EdgeAD.Training.Procedural;

/// <summary>Pictures from numbers: textures, patterns, fractals, shaders, dead leaves, lit objects, through a simulated lens.</summary>
/// <remarks>
/// The same (seed, index, size) gives the same bytes on one machine type, in any order and on any thread. Diversity and natural
/// statistics are what matters for pretraining (Baradad et al. 2021, 2022), so every program mixes with every other.
/// </remarks>
public static class ProceduralPictures
{
    /// <summary>One picture.</summary>
    /// <param name="seed">Names the collection.</param>
    /// <param name="index">Names the picture in it.</param>
    /// <param name="size">Side in pixels, 16 to 1024.</param>
    /// <returns>RGB, interleaved, <c>[size][size][3]</c>.</returns>
    public static byte[] Render(long seed, long index, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        var r = new PictureRandom(seed, index);
        Canvas canvas = r.Int(20) switch
        {
            < 6 => Textures.Any(r, size),
            < 13 => Scenes.DeadLeaves(r, size),
            _ => Scenes.Objects(r, size),
        };
        if (r.Chance(0.15f))
            canvas.Blend(Scenes.DeadLeaves(r, size), Textures.Mask(r, size));
        return Lens.Take(r, canvas);
    }
}
