namespace EdgeAD.Core;

/// <summary>For lines whose delays are times.</summary>
public sealed class NoEncoder : IEncoder
{
    /// <summary>Always 0.</summary>
    public long Count
    {
        get { return 0; }
    }
}
