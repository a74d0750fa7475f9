using System;

namespace EdgeAD.Native;

/// <summary>The engine refused: a bad model, a bad frame, or no native library.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Names the status and says what was refused and why.</summary>
    public EngineException(int status, string message)
        : base(message)
    {
        Status = status;
    }

    /// <summary>One of <see cref="EngineStatus"/>, or another number of ead_status.</summary>
    public int Status { get; }
}
