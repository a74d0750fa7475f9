using System.Runtime;

namespace EdgeAD.Training.Torch;

/// <summary>Holds the garbage collector off while torch works; best effort.</summary>
/// <remarks>
/// TorchSharp 0.107 does not keep the Scalar objects alive that its operators make (the 1 in <c>a + b</c> is one): when a collection
/// falls into such a call, the finaliser frees what torch still reads. Once in some thousand steps that ended a training with a segmentation
/// fault or a nonsensical error. Tensors are safe in their scope; scalars have none. Give this up when TorchSharp keeps them alive.
/// </remarks>
internal sealed class NoCollection : IDisposable
{
    // A step and the batch made meanwhile allocate a few megabytes.
    private const long Budget = 64 << 20;
    private readonly bool _started;

    public NoCollection()
    {
        try
        {
            _started = GC.TryStartNoGCRegion(Budget);
        }
        catch (InvalidOperationException)
        {
            // Another training of this process holds it off already.
        }
    }

    public void Dispose()
    {
        if (!_started || GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
            return;
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // More was allocated than the budget: the collector came all the same.
        }
    }
}
