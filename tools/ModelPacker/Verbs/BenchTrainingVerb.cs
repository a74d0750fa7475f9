using System.CommandLine;
using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Datasets;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead bench training</c>: seconds that training takes, family by family.</summary>
internal static class BenchTrainingVerb
{
    public static Verb Build()
    {
        var data = new Argument<string>("DATASET") { Description = "Data set; its good training pictures are used." };
        var pictures = new Option<int>("--pictures") { Description = "Most pictures to learn from.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var runs = new Option<int>("--runs") { Description = "Runs per family.", HelpName = "N", DefaultValueFactory = _ => 3 };
        Option<string?> json = Options.Json();
        var verb = new Verb("training", "Measures how long training takes for each family of densities, from the pictures on disk to the model file.",
            "edgead bench training photos",
            "edgead bench training photos --pictures 60 --runs 5")
        {
            data, pictures, runs, json,
        };
        verb.Run(run =>
        {
            if (run.Get(runs) is < 1 or > 100)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--runs {run.Get(runs)} is out of range", "give 1 to 100");
            if (run.Get(pictures) is < 5 or > 10000)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--pictures {run.Get(pictures)} is out of range", "give 5 to 10000");
            Dataset dataset = Dataset.Open(run.Get(data)!);
            IReadOnlyList<TrainingTime> times = run.Work((progress, cancel) => TrainingBench.Run(dataset, run.Get(pictures), run.Get(runs), progress, cancel));
            var table = new TextTable("density", "pictures", "fastest, s", "median, s", "all cores, s");
            foreach (TrainingTime time in times)
                table.Add(time.Family, time.Pictures.ToString(CultureInfo.InvariantCulture), Seconds(time.Fastest), Seconds(time.Median), Seconds(time.Processor));
            run.Say(table);
            run.WriteJson(json, new { Runs = run.Get(runs), Environment.ProcessorCount, Families = times });
            return ExitCode.Ok;
        });
        return verb;
    }

    private static string Seconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
