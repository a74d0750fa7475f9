using System.Diagnostics;
using EdgeAD.Schema;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Bench;

/// <summary>How long <c>edgead train</c> takes for each family of densities, from the pictures on disk to the model file.</summary>
public static class TrainingBench
{
    /// <summary>Families by the name that the tables give them; everything else is left at its default.</summary>
    public static readonly IReadOnlyList<(string Name, DensityOptions Density)> Families =
    [
        ("cell", new()),
        ("cell, diagonal", new() { Covariance = Covariance.Diagonal }),
        ("cell, 24 dimensions", new() { Dimensions = 24 }),
        ("jitter", new() { Jitter = true }),
        ("shared, 1 component", new() { Scope = Scope.Shared, Components = 1 }),
        ("shared, 8 components", new() { Scope = Scope.Shared, Components = 8 }),
        ("shared, 16 components", new() { Scope = Scope.Shared, Components = 16 }),
        ("shared, 32 components", new() { Scope = Scope.Shared, Components = 32 }),
        ("place, 8 components", new() { Scope = Scope.Shared, Components = 8, Positions = true }),
    ];

    /// <summary>Trains every family several times in turn.</summary>
    /// <param name="dataset">Its good training pictures are used.</param>
    /// <param name="pictures">Most of them; the first by name.</param>
    /// <param name="runs">Runs per family, after one that is not counted.</param>
    /// <param name="progress">Counts runs.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="EdgeAdException">Whatever training can raise.</exception>
    public static IReadOnlyList<TrainingTime> Run(Dataset dataset, int pictures, int runs, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        Dataset few = dataset.WithTrainGood(pictures);
        var seconds = Families.Select(_ => new List<double>()).ToArray();
        var processor = Families.Select(_ => new List<double>()).ToArray();
        for (int run = 0; run <= runs; run++) // families in turn, so that a busy minute hits all of them
        for (int f = 0; f < Families.Count; f++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            ModelTrainer.Train(few, new TrainOptions { Density = Families[f].Density }, null, cancel);
            if (run > 0)
            {
                seconds[f].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                processor[f].Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }

            progress?.Report(new WorkProgress("runs", (run * Families.Count) + f + 1, (runs + 1) * Families.Count));
        }

        return [.. Families.Select((family, f) => new TrainingTime(family.Name, few.TrainGood.Count, seconds[f].Min(), HostBench.Middle(seconds[f]), HostBench.Middle(processor[f])))];
    }
}
