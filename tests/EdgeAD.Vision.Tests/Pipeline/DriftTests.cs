using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pipeline;

/// <summary>Biscuits on a line whose lamp fades or whose focus moves: the drift figure rises before good parts are lost.</summary>
public sealed class DriftTests(ITestOutputHelper output) : IDisposable
{
    private const int Side = 96, Trained = 30, Steady = 60, Moving = 120;
    private const float Alarm = 4;

    private static readonly BiscuitRenderer Renderer = new(11, Side, Side);
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("nothing")]
    [InlineData("light")]
    [InlineData("focus")]
    public void Drift_is_seen_before_good_parts_are_lost(string what)
    {
        for (int part = 0; part < Trained; part++)
            PictureWriter.Save(Renderer.Render(part, 0).Picture, _folder.PathOf("train", "good", $"{part}.png"));
        TrainResult trained = ModelTrainer.Train(Dataset.Open(_folder.Root), new TrainOptions { InputSize = Side });
        using AnomalyModel model = AnomalyModel.Open(trained.File, "biscuits");

        int alarm = -1, reject = -1, statistic = -1;
        float calm = 0;
        for (int i = 0; i < Steady + Moving; i++)
        {
            double amount = Math.Max(0, i - Steady) / (double)Moving;
            Picture picture = Change(Renderer.Render(1000 + i, 0).Picture, what, amount);
            Score score = model.Score(picture);
            if (i < Steady)
                calm = Math.Max(calm, score.Drift);
            if (alarm < 0 && score.Drift > Alarm)
                (alarm, statistic) = (i, score.DriftStatistic);
            if (reject < 0 && i >= Steady && model.Rejects(score.Image))
                reject = i;
        }

        output.WriteLine(FormattableString.Invariant(
            $"{what}: at most {calm:f1} on the line as it was; alarm after {alarm - Steady} moving parts by statistic {statistic}, first false reject after {reject - Steady}"));
        Assert.True(calm < Alarm, $"{calm} without any drift");
        if (what == "nothing")
            Assert.Equal(-1, alarm);
        else
            Assert.True(alarm >= Steady && (reject < 0 || alarm < reject), $"alarm at {alarm}, first false reject at {reject}");
    }

    [Fact]
    public void Drift_starts_anew_after_a_reset_and_the_self_test_leaves_it_alone()
    {
        for (int part = 0; part < 6; part++)
            PictureWriter.Save(Renderer.Render(part, 0).Picture, _folder.PathOf("train", "good", $"{part}.png"));
        byte[] file = ModelTrainer.Train(Dataset.Open(_folder.Root), new TrainOptions { InputSize = Side }).File;
        using var engine = new Engine(file, "biscuits");
        Frame dark = Frame.Of(Change(Renderer.Render(7, 0).Picture, "light", 1));
        float first = engine.Score(dark).Drift, second = engine.Score(dark).Drift;
        Assert.True(second > first && first > 0);
        engine.SelfTest();
        float third = engine.Score(dark).Drift;
        Assert.True(third > second);
        engine.ResetDrift();
        Assert.Equal(first, engine.Score(dark).Drift);
        Assert.True(engine.Score(dark).FrameDrift > 3);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>At amount 1: a fifth of the light is gone, or the picture is blurred over five pixels.</summary>
    private static Picture Change(Picture picture, string what, double amount)
    {
        if (what == "light")
            return picture with { Rgb = [.. picture.Rgb.Select(p => (byte)Math.Round(p * (1 - (0.2 * amount))))] };
        if (what != "focus")
            return picture;
        var blurred = new byte[picture.Rgb.Length];
        int pitch = 3 * picture.Width;
        for (int y = 0; y < picture.Height; y++)
        for (int x = 0; x < picture.Width; x++)
        for (int c = 0; c < 3; c++)
        {
            int sum = 0;
            for (int dy = -2; dy <= 2; dy++)
            for (int dx = -2; dx <= 2; dx++)
                sum += picture.Rgb[(Math.Clamp(y + dy, 0, picture.Height - 1) * pitch) + (Math.Clamp(x + dx, 0, picture.Width - 1) * 3) + c];
            int at = (y * pitch) + (3 * x) + c;
            blurred[at] = (byte)Math.Round(((1 - amount) * picture.Rgb[at]) + (amount * sum / 25));
        }

        return picture with { Rgb = blurred };
    }
}
