using System.Runtime.ExceptionServices;

namespace EdgeAD.Vision.Datasets;

/// <summary>Runs work per file on all cores and throws the error of the first file (in order of index) instead of a bundle of errors.</summary>
internal static class ParallelFiles
{
    public static void For(int count, CancellationToken cancel, Action<int> body)
    {
        int failedIndex = int.MaxValue;
        ExceptionDispatchInfo? failure = null;
        var gate = new Lock();
        var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, options, (i, state) =>
        {
            try
            {
                body(i);
            }
            catch (Exception e)
            {
                lock (gate)
                {
                    if (i < failedIndex)
                    {
                        failedIndex = i;
                        failure = ExceptionDispatchInfo.Capture(e);
                    }
                }

                state.Break(); // lower indices still run, so that the same error is reported every time
            }
        });
        failure?.Throw();
    }
}
