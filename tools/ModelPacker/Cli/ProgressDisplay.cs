using System.Diagnostics;
using EdgeAD.Vision;
using Spectre.Console;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>Shows the progress of long work: bars where a person watches a terminal, a line now and then in a log.</summary>
internal static class ProgressDisplay
{
    public static T Run<T>(TextWriter error, Func<IProgress<WorkProgress>, T> work)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb")
            return work(new LineProgress(error));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return work(new LineProgress(error));
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new BarProgress(context)));
    }

    private sealed class BarProgress(ProgressContext context) : IProgress<WorkProgress>
    {
        private readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(WorkProgress value)
        {
            lock (tasks)
            {
                if (!tasks.TryGetValue(value.Stage, out ProgressTask? task))
                    tasks[value.Stage] = task = context.AddTask(Markup.Escape(value.Stage));
                task.MaxValue = Math.Max(value.Total, double.Epsilon);
                task.Value = Math.Min(value.Done, task.MaxValue);
            }
        }
    }

    private sealed class LineProgress(TextWriter error) : IProgress<WorkProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
        private readonly Lock gate = new();
        private long lastTime;
        private string lastStage = "";

        public void Report(WorkProgress value)
        {
            lock (gate)
            {
                bool newStage = value.Stage != lastStage;
                if (!newStage && Stopwatch.GetElapsedTime(lastTime) < Interval)
                    return;
                lastStage = value.Stage;
                lastTime = Stopwatch.GetTimestamp();
                double percent = value.Total > 0 ? 100 * value.Done / value.Total : 0;
                error.WriteLine(newStage && value.Done <= 0 ? $"{value.Stage} ..." : FormattableString.Invariant($"{value.Stage} {percent:0} %"));
            }
        }
    }
}
