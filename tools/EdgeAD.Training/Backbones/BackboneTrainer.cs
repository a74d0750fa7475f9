using System.Diagnostics;
using System.Globalization;
using EdgeAD.Training.Torch;
using EdgeAD.Vision;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Backbones.Import;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>Trains a MobileNetV2 backbone: procedural pictures, a picture folder, with or without a teacher. Goes on where a killed run stopped.</summary>
public static class BackboneTrainer
{
    private const int LogEvery = 50, StatisticsBatches = 8;
    private const double WarmUpShare = 0.02, GradientClip = 1;

    /// <summary>Trains, or resumes the training whose checkpoint lies in the work folder.</summary>
    /// <param name="options">The recipe.</param>
    /// <param name="progress">Takes a report every 50 steps.</param>
    /// <param name="cancel">Stops after the current step; the next run goes on from the last checkpoint.</param>
    /// <exception cref="EdgeAdException">E1001 bad options, E1101/E1102 no pictures, E12xx teacher, E1401 unwritable work folder, E1403 no libtorch.</exception>
    public static TrainingResult Train(BackboneTrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        Check(options);
        TorchRuntime.Prepare();
        Device device = options.UseGpu ? TorchRuntime.BestDevice() : CPU;
        set_num_threads(options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        Backbone start = MobileNetV2.Random(options.Alpha, options.Seed, options.Through);
        using ITrainingObjective objective = Objective(options, ref start, device);
        using var student = new TorchBackbone(start, device, trainable: true);
        var optimizer = new Adam(student.Parameters.Concat(objective.Parameters));
        KeyValuePair<string, Tensor>[] state = [.. student.State, .. objective.Parameters, .. objective.Buffers, .. optimizer.State];
        string checkpoint = Path.Combine(options.WorkFolder, "checkpoint.safetensors");
        var resumed = TrainingCheckpoint.TryLoad(checkpoint, options.Fingerprint, state);
        TrainingLog log = TrainingLog.FromCsv(resumed?.Log ?? "");
        var feed = new BatchFeed(options, start.Input, objective.Views, cancel);
        if (resumed is null)
            objective.Start(student, Enumerable.Range(0, StatisticsBatches).Select(i => ToTensor(feed.Take(i), options, start, device)));

        double secondsBefore = resumed?.Seconds ?? 0;
        int first = resumed?.NextStep ?? 0;
        var clock = Stopwatch.StartNew();
        var sums = new SortedDictionary<string, double>(StringComparer.Ordinal);
        double lossSum = 0;
        int counted = 0;
        void Save(int next) => TrainingCheckpoint.Save(
            checkpoint, options.Fingerprint, next, secondsBefore + clock.Elapsed.TotalSeconds, log.ToCsv(), state);
        for (int step = first; step < options.Steps; step++)
        {
            double rate = Rate(options, step);
            lossSum += Step(step, rate, options, student, objective, optimizer, feed.Take(step), sums);
            counted++;
            bool last = step + 1 == options.Steps, stop = cancel.IsCancellationRequested;
            if ((step + 1) % LogEvery == 0 || last)
            {
                if (!double.IsFinite(lossSum))
                    throw new EdgeAdException(ErrorCode.InvalidOption, $"the training diverged at step {step}", "lower the learning rate");
                log.Add(step + 1, rate, lossSum / counted, new SortedDictionary<string, double>(sums.ToDictionary(s => s.Key, s => s.Value / counted), StringComparer.Ordinal));
                double speed = (step + 1 - first) / clock.Elapsed.TotalSeconds;
                progress?.Report(new TrainingProgress(
                    step + 1, options.Steps, lossSum / counted, speed * options.BatchSize, TimeSpan.FromSeconds((options.Steps - step - 1) / speed), resumed is not null));
                (lossSum, counted) = (0, 0);
                sums.Clear();
            }

            // Between two log rows a checkpoint would lose the running means, and a resumed log would differ.
            if (((step + 1) % Math.Max(LogEvery, options.CheckpointEvery / LogEvery * LogEvery) == 0 && !last) || (last && !stop))
            {
                Save(step + 1);
                log.Write(options.WorkFolder);
            }

            cancel.ThrowIfCancellationRequested();
        }

        TimeSpan time = TimeSpan.FromSeconds(secondsBefore + clock.Elapsed.TotalSeconds);
        string provenance = string.Create(
            CultureInfo.InvariantCulture,
            $"trained by EdgeAD on procedural pictures{(options.PictureFolder is null ? "" : " and a picture folder")}; {objective.Description}; {options.Steps} steps of {options.BatchSize} crops of {options.CropSize} px, seed {options.Seed}, {time.TotalMinutes:0} min");
        return new TrainingResult(student.ToBackbone(provenance, "Apache-2.0"), log.FirstLoss, log.LastLoss, log.LastParts, time);
    }

    private static ITrainingObjective Objective(BackboneTrainingOptions options, ref Backbone start, Device device)
    {
        if (options.Teacher is null)
            return new SelfSupervision(start, device, options.Seed);
        Backbone teacher = BackboneImporter.Import(options.Teacher).Backbone;
        if (teacher.Input.Channels != start.Input.Channels)
            throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"the teacher sees {teacher.Input.Channels} channel(s), the student {start.Input.Channels}", "choose a colour teacher");
        // The student sees what the teacher sees.
        start = MobileNetV2.Random(options.Alpha, options.Seed, options.Through, teacher.Input);
        return new Distillation(teacher, start, device, options.Seed);
    }

    private static double Step(
        int step, double rate, BackboneTrainingOptions options, TorchBackbone student, ITrainingObjective objective, Adam optimizer, float[] batch, IDictionary<string, double> sums)
    {
        // Every tensor is born in a scope: one that only the garbage collector knows may be freed while torch still reads it.
        using var quiet = new NoCollection();
        using var scope = NewDisposeScope();
        Tensor crops = ToTensor(batch, options, student.Source, student.Device);
        var parts = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        Tensor loss = objective.Loss(student, crops, TrainingPhase.At(options, step), parts);
        loss.backward();
        optimizer.Step(step, rate, GradientClip);
        foreach ((string name, Tensor value) in parts)
            sums[name] = (sums.TryGetValue(name, out double sum) ? sum : 0) + value.item<float>();
        return loss.item<float>();
    }

    private static double Rate(BackboneTrainingOptions options, int step)
    {
        double warmUp = Math.Max(1, options.Steps * WarmUpShare);
        return step < warmUp
            ? options.LearningRate * (step + 1) / warmUp
            : options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / Math.Max(1, options.Steps - warmUp)));
    }

    // Call it inside a scope.
    private static Tensor ToTensor(float[] batch, BackboneTrainingOptions options, Backbone start, Device device)
    {
        Tensor raw = tensor(batch, [options.BatchSize, start.Input.Channels, options.CropSize, options.CropSize]);
        return raw.to(device);
    }

    private static void Check(BackboneTrainingOptions options)
    {
        static void Require(bool good, string what, string hint)
        {
            if (!good)
                throw new EdgeAdException(ErrorCode.InvalidOption, what, hint);
        }

        Require(options.Steps > 0, $"{options.Steps} steps", "give at least one step");
        Require(options.BatchSize is >= 2 and <= 4096 && options.BatchSize % 2 == 0, $"a batch of {options.BatchSize}", "use an even number from 2 to 4096");
        Require(options.CropSize is >= 32 and <= 512, $"crops of {options.CropSize} pixels", "use 32 to 512");
        Require(options.PictureSize >= options.CropSize && options.PictureSize <= 1024, $"pictures of {options.PictureSize} pixels for crops of {options.CropSize}", "pictures must be at least as large as crops, 1024 at most");
        Require(options.LearningRate is > 0 and < 1, $"a learning rate of {options.LearningRate.ToString(CultureInfo.InvariantCulture)}", "try 0.003");
        Require(options.PoolSize >= 1 && options.PoolRefresh >= 0 && options.PoolRefresh <= options.PoolSize, "a pool smaller than its refresh", "raise the pool size");
    }
}
