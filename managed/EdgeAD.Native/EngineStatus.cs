namespace EdgeAD.Native;

/// <summary>Status numbers of the engine: those of ead_status in edgead.h, and negative ones of this layer.</summary>
public static class EngineStatus
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>A value outside its documented range.</summary>
    public const int Argument = 1;

    /// <summary>Too little memory.</summary>
    public const int Memory = 3;

    /// <summary>Calls out of order.</summary>
    public const int State = 4;

    /// <summary>Not an EdgeAD model file.</summary>
    public const int Format = 5;

    /// <summary>The file ends before its content does.</summary>
    public const int Truncated = 6;

    /// <summary>The file is damaged.</summary>
    public const int Hash = 7;

    /// <summary>A golden vector gave other bytes than the file expects.</summary>
    public const int Golden = 14;

    /// <summary>The native library is not there.</summary>
    public const int LibraryMissing = -1;

    /// <summary>The native library is there, but of another version.</summary>
    public const int LibraryVersion = -2;
}
