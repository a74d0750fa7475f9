using System.Diagnostics;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.ModelPacker.Simulation;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Demo;

/// <summary>The whole way once: pictures, training, packing, verification, evaluation, line, report.</summary>
internal static class Demonstration
{
    public static DemoResult Run(VerbRun run, DemoFolder folder, int seed)
    {
        long start = Stopwatch.GetTimestamp();
        OutputPath.RequireFolder(folder.Pictures);
        OutputPath.Require(folder.Model, folder.Timeline, folder.Report);
        Step(run, 1, $"rendering biscuits on a belt into {folder.Pictures}");
        run.Work((progress, cancel) =>
        {
            DatasetRenderer.Render(new RenderOptions { Seed = seed }, folder.Pictures, overwrite: true, progress, cancel);
            return true;
        });
        var dataset = Dataset.Open(folder.Pictures, new DatasetOptions { Group = DatasetRenderer.GroupPattern, Seed = seed });

        Step(run, 2, $"learning from {dataset.TrainGood.Count} pictures of good biscuits");
        var options = new TrainOptions { Seed = seed, Name = "biscuits" };
        TrainResult trained = run.Work((progress, cancel) => ModelTrainer.Train(dataset, options, progress, cancel));

        Step(run, 3, $"packing {folder.Model}");
        AtomicFile.WriteBytes(folder.Model, trained.File);

        Step(run, 4, "verifying it: structure, semantics, self-test pictures bit for bit");
        using AnomalyModel model = AnomalyModel.Open(folder.Model);
        model.SelfTest();

        Step(run, 5, $"judging {dataset.TestGood.Count} good and {dataset.Defects.Count} defective biscuits that it has not seen");
        EvaluationResult evaluation = run.Work((progress, cancel) => Evaluator.Evaluate(model, dataset, null, progress, cancel));

        Step(run, 6, "running the line: the same biscuits, the camera's inspection code, a reject pin");
        SimulationResult line = run.Work((progress, cancel) =>
            LineSimulation.Run(model, folder.Model, dataset, new SimulationOptions { Seed = seed }, progress, cancel));
        SimulationText.Require(line);

        Step(run, 7, $"writing {folder.Report}");
        AtomicFile.WriteText(folder.Timeline, Timeline.Svg(line.Report!, standalone: true));
        ReportSection section = new("Simulated line",
            FactTable.Html(SimulationText.Facts(line)) + Timeline.Svg(line.Report!, standalone: false));
        run.Work((progress, cancel) =>
        {
            HtmlReport.Write(folder.Report, evaluation, model.Card, [section], progress, cancel);
            return true;
        });
        double seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1);
        return new DemoResult(model.Card, evaluation, line, folder.Report, seconds);
    }

    private static void Step(VerbRun run, int number, string what) => run.Note($"[{number}/7] {what}");
}
