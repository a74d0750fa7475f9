using EdgeAD.ModelPacker.Simulation;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;

namespace EdgeAD.ModelPacker.Demo;

/// <summary>What the demonstration found.</summary>
internal sealed record DemoResult(ModelCard Model, EvaluationResult Evaluation, SimulationResult Line, string Report, double Seconds);
