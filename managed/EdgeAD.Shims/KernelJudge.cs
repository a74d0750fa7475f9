using EdgeAD.Native;

namespace EdgeAD.Shims;

/// <summary>Judges the pictures of simulated parts with the C kernels.</summary>
/// <param name="engine">The model; stays the caller's to dispose.</param>
/// <param name="latencyMicroseconds">Virtual time a judgement takes. Fixed, so that a run does not depend on how busy the PC is.</param>
public sealed class KernelJudge(Engine engine, long latencyMicroseconds)
{
    private readonly float[] result = new float[Engine.ResultLength];
    private int frame;

    /// <summary>Judges the picture of a part.</summary>
    /// <exception cref="ArgumentException">The part has no picture.</exception>
    public Judgement Judge(SimulatedPart part)
    {
        var picture = part.Frame ?? throw new ArgumentException($"The part '{part.Name}' has no picture.");
        int stride = picture.Pixels.Length / picture.Height;
        frame = (frame + 1) & 0xFFFFFF;
        engine.Start(picture.Pixels, picture.Format, picture.Width, picture.Height, stride, frame);
        while (!engine.TryGetResult(result))
            Thread.Yield();

        return new Judgement(result[0], result[1], result[2] != 0, latencyMicroseconds, Drift: result[7]);
    }
}
