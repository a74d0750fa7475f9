using EdgeAD.Native;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests;

/// <summary>The engine's managed face over P/Invoke, on the smallest golden model.</summary>
public sealed class EngineTests
{
    private static byte[] Minimal() => File.ReadAllBytes(Repository.PathOf("tests", "vectors", "models", "minimal.ead"));

    [Fact]
    public void A_golden_model_opens_and_passes_its_self_test()
    {
        using var engine = Engine.Open(Minimal());

        Assert.True(engine.Info.GoldenCount > 0);
        Assert.True(engine.Info is { InputWidth: > 0, InputHeight: > 0, GridRows: > 0, GridColumns: > 0, EngineBytes: > 0 });
        Assert.Matches("^[0-9a-f]{64}$", engine.Info.Sha256);
        Assert.Equal(-1, engine.SelfTest());
    }

    [Fact]
    public void A_result_is_fetched_once_and_carries_its_frame_number()
    {
        using var engine = Engine.Open(Minimal());
        var result = new float[Engine.ResultLength];
        var cells = new float[engine.Info.GridRows * engine.Info.GridColumns];
        Assert.False(engine.TryGetResult(result));

        engine.Start(new byte[48 * 48 * 3], PixelFormat.Rgb888, 48, 48, 48 * 3, frame: 7);

        Assert.True(engine.TryGetResult(result));
        Assert.Equal(7, result[4]);
        Assert.Equal(engine.Info.Threshold, result[1]);
        Assert.Equal(result[0] <= result[1] ? 0 : 1, result[2]);
        Assert.True(result[3] >= 0);
        Assert.False(engine.TryGetResult(result));
        engine.GetCells(cells);
        Assert.True(float.IsFinite(cells[0]));
    }

    [Theory]
    [InlineData(PixelFormat.Rgb888, 3)]
    [InlineData(PixelFormat.Gray8, 1)]
    [InlineData(PixelFormat.Rgb565BigEndian, 2)]
    [InlineData(PixelFormat.Rgb565LittleEndian, 2)]
    [InlineData(PixelFormat.Yuyv, 2)]
    public void Every_pixel_format_is_judged_and_one_byte_too_few_is_refused(PixelFormat format, int bytes)
    {
        using var engine = Engine.Open(Minimal());
        var pixels = new byte[40 * 30 * bytes];

        engine.Start(pixels, format, 40, 30, 40 * bytes, 0);
        Assert.True(engine.TryGetResult(new float[Engine.ResultLength]));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels[1..], format, 40, 30, 40 * bytes, 0));
    }

    [Fact]
    public void The_threshold_decides()
    {
        using var engine = Engine.Open(Minimal());
        var result = new float[Engine.ResultLength];
        foreach (var (shift, reject) in new[] { (-1f, 1f), (1f, 0f) })
        {
            engine.Start(new byte[32 * 32], PixelFormat.Gray8, 32, 32, 32, 0);
            engine.TryGetResult(result);
            engine.SetThreshold(result[0] + shift);
            engine.Start(new byte[32 * 32], PixelFormat.Gray8, 32, 32, 32, 0);
            Assert.True(engine.TryGetResult(result));
            Assert.Equal(reject, result[2]);
        }

        Assert.Throws<EngineException>(() => engine.SetThreshold(float.NaN));
    }

    [Fact]
    public void Frames_that_do_not_fit_their_description_are_refused()
    {
        using var engine = Engine.Open(Minimal());
        var pixels = new byte[1000];

        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, PixelFormat.Gray8, 0, 10, 10, 0));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, PixelFormat.Gray8, 10, -1, 10, 0));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, PixelFormat.Gray8, 10, 10, 9, 0));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, PixelFormat.Gray8, 8193, 1, 8193, 0));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, PixelFormat.Gray8, 10, 8192, int.MaxValue, 0));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, (PixelFormat)9, 10, 10, 10, 0));
        AssertStatus(EngineStatus.Argument, () => engine.Start(pixels, PixelFormat.Gray8, 10, 10, 10, 1 << 24));
        AssertStatus(EngineStatus.State, () => engine.GetCells(new float[1]));
    }

    [Fact]
    public void Arrays_of_the_wrong_length_are_refused()
    {
        using var engine = Engine.Open(Minimal());
        engine.Start(new byte[32 * 32], PixelFormat.Gray8, 32, 32, 32, 0);

        AssertStatus(EngineStatus.Argument, () => engine.TryGetResult(new float[Engine.ResultLength - 1]));
        AssertStatus(EngineStatus.Argument, () => engine.GetCells(new float[engine.Info.GridRows * engine.Info.GridColumns + 1]));
    }

    [Fact]
    public void A_damaged_model_is_refused_with_a_reason()
    {
        byte[] model = Minimal();
        model[^1] ^= 1;
        Assert.NotEmpty(AssertStatus(EngineStatus.Hash, () => Engine.Open(model)).Message);
        Assert.NotEmpty(Assert.Throws<EngineException>(() => Engine.Open(Minimal()[..100])).Message);
        Assert.NotEmpty(Assert.Throws<EngineException>(() => Engine.Open([])).Message);
        AssertStatus(EngineStatus.Format, () => Engine.Open(new byte[1000]));
    }

    [Fact]
    public void A_disposed_engine_says_so_and_its_handle_is_used_again()
    {
        var first = Engine.Open(Minimal());
        first.Dispose();
        first.Dispose();
        using var second = Engine.Open(Minimal());

        Assert.Throws<ObjectDisposedException>(() => first.SelfTest());
        Assert.Equal(-1, second.SelfTest());
    }

    [Fact]
    public void Engines_are_independent_of_each_other()
    {
        using var first = Engine.Open(Minimal());
        using var second = Engine.Open(Minimal());
        var result = new float[Engine.ResultLength];
        first.Start(new byte[64], PixelFormat.Gray8, 8, 8, 8, 1);
        second.Start(new byte[64], PixelFormat.Gray8, 8, 8, 8, 2);

        Assert.True(first.TryGetResult(result));
        Assert.Equal(1, result[4]);
        Assert.True(second.TryGetResult(result));
        Assert.Equal(2, result[4]);
    }

    [Fact]
    public void The_simulated_line_judges_pictures_with_the_kernels()
    {
        using var engine = Engine.Open(Minimal());
        var random = new Random(5);
        var frames = Enumerable.Range(0, 40).Select(_ =>
        {
            var pixels = new byte[32 * 24 * 3];
            random.NextBytes(pixels);
            return new SimulatedFrame(pixels, PixelFormat.Rgb888, 32, 24);
        }).ToArray();
        var judge = new KernelJudge(engine, 20_000);
        float[] scores = frames.Select(frame => judge.Judge(new SimulatedPart(0, true, Frame: frame)).Score).ToArray();
        engine.SetThreshold(scores.Order().ElementAt(20));

        var parts = SimulatedLine.Arrivals(frames.Length, 300, i => new SimulatedPart(0, true, Frame: frames[i]));
        var report = SimulatedLine.Run(new LineOptions(), parts, judge.Judge, TestContext.Current.CancellationToken);

        Assert.Equal(scores, report.Parts.Select(part => part.Score));
        Assert.All(report.Parts, part => Assert.Equal(part.Score > part.Threshold, part.Rejected));
        Assert.Contains(report.Parts, part => part.Rejected);
        Assert.Contains(report.Parts, part => !part.Rejected);
    }

    private static EngineException AssertStatus(int status, Action action)
    {
        var refusal = Assert.Throws<EngineException>(action);
        Assert.Equal(status, refusal.Status);
        return refusal;
    }
}
