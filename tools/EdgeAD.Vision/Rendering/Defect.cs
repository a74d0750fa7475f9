namespace EdgeAD.Vision.Rendering;

/// <summary>Something wrong with a part, fixed to it: the same in every view.</summary>
internal abstract class Defect
{
    /// <summary>Changes the surface of the biscuit where the defect is and marks it there.</summary>
    /// <param name="u">Position in the part's coordinates, see <see cref="Biscuit"/>.</param>
    /// <param name="v">Position in the part's coordinates.</param>
    /// <param name="browning">Browning of the good biscuit at this point.</param>
    /// <param name="belt">What lies underneath.</param>
    /// <param name="surface">Point of the good biscuit (or of the belt beside it); changed in place.</param>
    public abstract void Apply(float u, float v, float browning, in Surface belt, ref Surface surface);

    /// <summary>The defect of a part; a pure function of the arguments.</summary>
    public static Defect Create(DefectKind kind, Difficulty difficulty, int seed, int part)
    {
        var random = new RenderRandom(seed, part, 2);
        return kind switch
        {
            DefectKind.Crack => new CrackDefect(random, difficulty),
            DefectKind.Bite => new BiteDefect(random, difficulty),
            DefectKind.Hole => new HoleDefect(random, difficulty),
            DefectKind.Burn => new BurnDefect(random, difficulty),
            DefectKind.Crumb => new CrumbDefect(random, difficulty),
            DefectKind.ForeignBody => new ForeignBodyDefect(random, difficulty),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>A random point of the disc, uniform by area.</summary>
    protected static (float U, float V) InDisc(RenderRandom random, float radius)
    {
        float r = radius * MathF.Sqrt(random.NextFloat());
        float angle = random.Between(0, 2 * MathF.PI);
        return (r * MathF.Cos(angle), r * MathF.Sin(angle));
    }

    /// <summary>One of three values.</summary>
    protected static T Pick<T>(Difficulty difficulty, T easy, T medium, T hard) =>
        difficulty switch { Difficulty.Easy => easy, Difficulty.Medium => medium, _ => hard };
}
