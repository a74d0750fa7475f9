namespace EdgeAD.Device;

/// <summary>Pins, timers, watchdog and status port of the board. managed/EdgeAD.Native/Interop/LineCalls.cs says what each call does; only that class and the simulated board implement it.</summary>
public interface ILineBoard
{
    /// <summary>EdgeAD.Native.LineCalls.Now.</summary>
    long Now();

    /// <summary>EdgeAD.Native.LineCalls.Begin.</summary>
    int Begin(int[] pins, int[] flags, int slots, int domain, long silence, bool hold);

    /// <summary>EdgeAD.Native.LineCalls.Write.</summary>
    int Write(int signal, bool on);

    /// <summary>EdgeAD.Native.LineCalls.TryTakeEdge.</summary>
    bool TryTakeEdge(long[] edge);

    /// <summary>EdgeAD.Native.LineCalls.LostEdges.</summary>
    int LostEdges();

    /// <summary>EdgeAD.Native.LineCalls.EncoderCount.</summary>
    long EncoderCount();

    /// <summary>EdgeAD.Native.LineCalls.SetPulse.</summary>
    int SetPulse(int slot, long on, long off);

    /// <summary>EdgeAD.Native.LineCalls.ClearPulse.</summary>
    bool ClearPulse(int slot);

    /// <summary>EdgeAD.Native.LineCalls.ArmWatchdog.</summary>
    int ArmWatchdog(int milliseconds);

    /// <summary>EdgeAD.Native.LineCalls.FeedWatchdog.</summary>
    int FeedWatchdog(int frame);

    /// <summary>EdgeAD.Native.LineCalls.ResetCause.</summary>
    int ResetCause();

    /// <summary>EdgeAD.Native.LineCalls.Restart.</summary>
    void Restart();

    /// <summary>EdgeAD.Native.LineCalls.ReadPort.</summary>
    int ReadPort(byte[] buffer);

    /// <summary>EdgeAD.Native.LineCalls.WritePort.</summary>
    int WritePort(byte[] data, int offset, int count);
}
