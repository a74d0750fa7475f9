using System.Diagnostics;
using EdgeAD.Core;
using EdgeAD.Native;
using EdgeAD.Shims;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.ModelPacker.Simulation;

/// <summary>
/// Lets the test pictures of a data set arrive as parts at a virtual conveyor: the managed inspection code of the camera triggers, scores with the
/// C kernels and moves a simulated reject pin. Every decision is held against what the model says about the same picture.
/// </summary>
internal sealed class LineSimulation
{
    /// <summary>The camera's managed code gets its turn every 20 ms at the latest; the trigger delay leaves room for that.</summary>
    internal static readonly LineSettings Settings = new() { TriggerDelay = 25_000 };
    private static readonly LineOptions Line = new() { Settings = Settings, PollInterval = 1_000, PollJitter = 18_000 };

    private readonly Dictionary<string, Sample> samples;
    private readonly Dictionary<string, Picture> pictures = [];
    private readonly AnomalyModel model;
    private readonly KernelJudge judge;
    private float drift = float.NaN;
    private readonly IProgress<WorkProgress>? progress;
    private readonly int parts;
    private int judged;
    private int unlike;

    private LineSimulation(
        IEnumerable<Sample> samples, AnomalyModel model, Engine engine, int parts, SimulationOptions options, IProgress<WorkProgress>? progress)
    {
        this.samples = samples.ToDictionary(s => s.RelativePath);
        this.model = model;
        this.parts = parts;
        this.progress = progress;
        judge = new KernelJudge(engine, (long)(options.LatencyMs * 1000));
    }

    /// <summary>Runs the line until the last part has left.</summary>
    /// <exception cref="EdgeAdException">
    /// <see cref="ErrorCode.InvalidOption"/>; <see cref="ErrorCode.DatasetEmpty"/>; <see cref="ErrorCode.SimulationFailed"/>: the kernels refused.
    /// </exception>
    public static SimulationResult Run(
        AnomalyModel model, string modelPath, Dataset dataset, SimulationOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        Check(options);
        Sample[] samples = [.. dataset.TestGood, .. dataset.Defects];
        if (samples.Length == 0)
        {
            throw new EdgeAdException(ErrorCode.DatasetEmpty, $"data set '{dataset.Name}' has no test pictures to put on the line",
                "Put good pictures into test/good and pictures of defects into test/<category>");
        }
        long start = Stopwatch.GetTimestamp();
        using Engine engine = OpenEngine(modelPath);
        int count = options.Parts > 0 ? options.Parts : samples.Length;
        Sample[] order = Shuffle(samples, count, options.Seed);
        IReadOnlyList<SimulatedPart> arrivals = SimulatedLine.Arrivals(
            count, options.Rate, i => new SimulatedPart(0, order[i].IsGood, Name: order[i].RelativePath), jitter: 0.2, options.Seed);
        var simulation = new LineSimulation(samples, model, engine, count, options, progress);
        LineReport report = SimulatedLine.Run(Line with { Seed = options.Seed }, arrivals, simulation.Judge, cancellation);
        return simulation.Summarise(report, options) with { Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3) };
    }

    private Judgement Judge(SimulatedPart part)
    {
        if (!pictures.TryGetValue(part.Name, out Picture? picture))
        {
            picture = PictureLoader.Load(samples[part.Name].Path);
            if (parts > samples.Count)
                pictures[part.Name] = picture;
        }
        Judgement judgement = judge.Judge(part with { Frame = new SimulatedFrame(picture.Rgb, EdgeAD.Native.PixelFormat.Rgb888, picture.Width, picture.Height) });
        float expected = model.Score(picture).Image;
        bool same = BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(judgement.Score)
            && judgement.Reject == !(expected <= model.Threshold);
        if (!same)
            unlike++;
        progress?.Report(new WorkProgress("running the line", ++judged, parts));
        drift = judgement.Drift;
        return judgement;
    }

    private SimulationResult Summarise(LineReport report, SimulationOptions options)
    {
        long[] errors = [.. report.Parts
            .Where(p => p.Rejected && Math.Abs(p.EnergisedFrom - p.Due) <= Line.Tolerance)
            .Select(p => Math.Abs(p.EnergisedFrom - p.Due))];
        LineStatistics statistics = report.Statistics;
        double cycleMs = (Line.Camera.ExposureTime + Line.Camera.ReadoutTime) / 1000.0 + options.LatencyMs + Settings.TriggerDelay / 1000.0;
        return new SimulationResult
        {
            Parts = report.Parts.Count,
            Good = report.Parts.Count(p => p.Part.IsGood),
            Bad = report.Parts.Count(p => !p.Part.IsGood),
            RatePerMinute = options.Rate,
            DecidedGood = statistics.Ok,
            DecidedBad = statistics.Ng,
            Unjudged = statistics.Unjudged,
            Rejected = report.Parts.Count(p => p.Rejected),
            Escapes = report.Escapes,
            FalseRejects = report.FalseRejects,
            PassedInSilence = report.PassedInSilence,
            DecisionsUnlikeModel = unlike,
            OwnPulses = errors.Length,
            RejectTimingErrorMaxUs = errors.Length == 0 ? null : errors.Max(),
            RejectTimingErrorMeanUs = errors.Length == 0 ? null : Math.Round(errors.Average(), 1),
            MaxRatePerMinute = Math.Floor(60_000 / cycleMs),
            Drift = float.IsFinite(drift) ? Math.Round(drift, 2) : null,
            DecisionMeanMs = Math.Round(statistics.LatencyAverage / 1000.0, 1),
            DecisionMaxMs = Math.Round(statistics.LatencyMax / 1000.0, 1),
            LineSeconds = Math.Round(report.Duration / 1e6, 2),
            Seconds = 0,
            Report = report,
        };
    }

    private static Engine OpenEngine(string path)
    {
        try
        {
            return Engine.Open(File.ReadAllBytes(path));
        }
        catch (EngineException e)
        {
            throw new EdgeAdException(ErrorCode.SimulationFailed, $"the camera's engine refuses '{path}': {e.Message}", "Run edgead verify on it", e);
        }
    }

    private static void Check(SimulationOptions options)
    {
        if (!(options.Rate > 0 && options.Rate <= 100_000))
            throw new EdgeAdException(ErrorCode.InvalidOption, "--rate must be more than 0 and at most 100000 parts per minute", "Try --rate 120");
        if (options.Parts is < 0 or > 1_000_000)
            throw new EdgeAdException(ErrorCode.InvalidOption, "--parts must be 1 to 1000000", "Leave it out to send every test picture once");
        if (!(options.LatencyMs >= 0 && options.LatencyMs <= 60_000))
            throw new EdgeAdException(ErrorCode.InvalidOption, "--latency must be 0 to 60000 ms", "Try --latency 40");
    }

    private static Sample[] Shuffle(Sample[] samples, int count, int seed)
    {
        var random = new Random(seed);
        var order = new List<Sample>(count + samples.Length);
        while (order.Count < count)
        {
            var round = (Sample[])samples.Clone();
            random.Shuffle(round);
            order.AddRange(round);
        }
        return [.. order.Take(count)];
    }
}
