using System.CommandLine;
using EdgeAD.ModelPacker.Cli;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead bench</c>: figures about this tool and its kernels, and the documents made from them.</summary>
internal static class BenchVerb
{
    public static Command Build() => new Verb("bench", "Measures what the documents state about speed, memory and quality.", "edgead bench kernels")
    {
        BenchCostVerb.Build(),
        BenchDetectionVerb.Build(),
        BenchKernelsVerb.Build(),
        BenchQuantisationVerb.Build(),
        BenchTrainingVerb.Build(),
    };
}
