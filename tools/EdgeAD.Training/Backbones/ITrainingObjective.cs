using EdgeAD.Training.Torch;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>What the student is trained to do.</summary>
internal interface ITrainingObjective : IDisposable
{
    /// <summary>Words for provenance and progress.</summary>
    string Description { get; }

    /// <summary>Crops of one picture in a batch.</summary>
    int Views { get; }

    /// <summary>Tensors of the objective that are trained along and then dropped (adapters).</summary>
    IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>Called once before the first step, with a few batches: statistics of the targets, starting scales of the student.</summary>
    void Start(TorchBackbone student, IEnumerable<Tensor> batches);

    /// <summary>Other tensors to keep in a checkpoint.</summary>
    IReadOnlyDictionary<string, Tensor> Buffers { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="student">The net in training.</param>
    /// <param name="batch">Preprocessed crops.</param>
    /// <param name="phase">What this step does.</param>
    /// <param name="parts">Takes named figures of the step for the log; detached scalars.</param>
    Tensor Loss(TorchBackbone student, Tensor batch, TrainingPhase phase, IDictionary<string, Tensor> parts);
}
