namespace EdgeAD.Vision.Rendering;

/// <summary>How one picture was taken: where the part lies, how it is lit, what the camera adds.</summary>
internal sealed class Pose
{
    /// <param name="random">Stream of the view. It also says when in the shift the picture was taken: light drifts slowly with time, and
    /// good and bad parts come at any time, so that no detector can tell them apart by the light.</param>
    public Pose(RenderRandom random)
    {
        Angle = random.Between(0, 2 * MathF.PI);
        X = random.Between(-0.03f, 0.03f); // the light barrier that triggers the camera holds the part this still
        Y = random.Between(-0.03f, 0.03f);
        Radius = 0.40f * random.Between(0.965f, 1.035f);

        float day = random.Between(0, 2 * MathF.PI);
        float warmth = 0.035f * MathF.Sin(day + 1) + random.Between(-0.02f, 0.02f);
        LightAngle = 0.75f + 0.12f * MathF.Sin(day * 0.7f) + random.Between(-0.18f, 0.18f);
        LightSlope = random.Between(0.75f, 0.98f);
        Light = new Rgb(1.02f + warmth, 0.98f, 0.90f - 1.4f * warmth);
        Sky = new Rgb(0.90f, 0.98f, 1.06f);
        SkyShare = random.Between(0.36f, 0.44f);
        Exposure = 1.04f * (1 + 0.05f * MathF.Sin(day) + random.Between(-0.05f, 0.05f));
        GradientX = random.Between(-0.16f, 0.16f) - 0.10f;
        GradientY = random.Between(-0.12f, 0.12f) - 0.06f;
        Vignette = random.Between(0.14f, 0.24f);
        Blur = random.Between(0.06f, 0.16f);
        ShotNoise = random.Between(0.010f, 0.017f);
        ReadNoise = random.Between(0.0022f, 0.004f);
        JpegQuality = 86 + random.NextInt(8);
    }

    /// <summary>Rotation in radians.</summary>
    public float Angle { get; }

    /// <summary>Offset of the centre in shares of the picture's shorter side.</summary>
    public float X { get; }

    /// <inheritdoc cref="X"/>
    public float Y { get; }

    /// <summary>Radius in shares of the picture's shorter side.</summary>
    public float Radius { get; }

    /// <summary>Direction the key light comes from, radians in the picture plane.</summary>
    public float LightAngle { get; }

    /// <summary>Tangent of the key light's elevation.</summary>
    public float LightSlope { get; }

    /// <summary>Colour of the key light.</summary>
    public Rgb Light { get; }

    /// <summary>Colour of the light from all around.</summary>
    public Rgb Sky { get; }

    /// <summary>Share of the light from all around, 0..1.</summary>
    public float SkyShare { get; }

    public float Exposure { get; }

    /// <summary>Change of brightness across the picture.</summary>
    public float GradientX { get; }

    /// <inheritdoc cref="GradientX"/>
    public float GradientY { get; }

    /// <summary>Loss of light in the corners.</summary>
    public float Vignette { get; }

    /// <summary>Weight of each neighbour in the 3-tap lens blur.</summary>
    public float Blur { get; }

    /// <summary>Standard deviation of the shot noise at white.</summary>
    public float ShotNoise { get; }

    /// <summary>Standard deviation of the read noise.</summary>
    public float ReadNoise { get; }

    public int JpegQuality { get; }
}
