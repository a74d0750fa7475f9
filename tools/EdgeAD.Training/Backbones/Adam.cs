using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>Adam (Kingma and Ba 2015) with its whole state in plain sight, so that a checkpoint is complete.</summary>
internal sealed class Adam
{
    private const double Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8;
    private readonly KeyValuePair<string, Tensor>[] _parameters;
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);

    public Adam(IEnumerable<KeyValuePair<string, Tensor>> parameters)
    {
        using var scope = NewDisposeScope();
        _parameters = parameters.ToArray();
        foreach ((string name, Tensor parameter) in _parameters)
        {
            _state[name + ".m"] = zeros_like(parameter).detach().DetachFromDisposeScope();
            _state[name + ".v"] = zeros_like(parameter).detach().DetachFromDisposeScope();
        }
    }

    /// <summary>First and second moments by parameter.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>One step with the gradients at hand, which are cleared.</summary>
    /// <param name="step">From 0; decides the bias correction.</param>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="clip">Largest norm of a tensor's gradient.</param>
    public void Step(int step, double rate, double clip)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        double correction1 = 1 - Math.Pow(Beta1, step + 1), correction2 = Math.Sqrt(1 - Math.Pow(Beta2, step + 1));
        foreach ((string name, Tensor parameter) in _parameters)
        {
            Tensor? gradient = parameter.grad;
            if (gradient is null)
                continue;
            (Tensor m, Tensor v) = (_state[name + ".m"], _state[name + ".v"]);
            gradient.mul_(clip / (gradient.norm() + 1e-12).clamp_min(clip));
            m.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
            v.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            parameter.sub_(m / (v.sqrt().div_(correction2).add_(Epsilon)) * (rate / correction1));
            gradient.zero_();
        }
    }
}
