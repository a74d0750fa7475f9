namespace EdgeAD.Device;

/// <summary>Camera and engine of the board. managed/EdgeAD.Native/Interop/EngineCalls.cs says what each call does; only that class and the simulated board implement it.</summary>
public interface IEngineBoard
{
    /// <summary>EdgeAD.Native.EngineCalls.Open.</summary>
    int Open(int slot);

    /// <summary>EdgeAD.Native.EngineCalls.Close.</summary>
    int Close(int handle);

    /// <summary>EdgeAD.Native.EngineCalls.GetInfo.</summary>
    int GetInfo(int handle, int[] numbers, float[] threshold, byte[] sha);

    /// <summary>EdgeAD.Native.EngineCalls.SetThreshold.</summary>
    int SetThreshold(int handle, float threshold);

    /// <summary>EdgeAD.Native.EngineCalls.SetPresenceCell.</summary>
    int SetPresenceCell(int handle, int cell);

    /// <summary>EdgeAD.Native.EngineCalls.Start.</summary>
    int Start(int handle, int frame, long exposeAt);

    /// <summary>EdgeAD.Native.EngineCalls.ExposedAt.</summary>
    long ExposedAt(int handle);

    /// <summary>EdgeAD.Native.EngineCalls.ExposedCount.</summary>
    long ExposedCount(int handle);

    /// <summary>EdgeAD.Native.EngineCalls.TryGetResult.</summary>
    int TryGetResult(int handle, float[] result);

    /// <summary>EdgeAD.Native.EngineCalls.Cancel.</summary>
    int Cancel(int handle);

    /// <summary>EdgeAD.Native.EngineCalls.GetCells.</summary>
    int GetCells(int handle, float[] cells);

    /// <summary>EdgeAD.Native.EngineCalls.StartSelfTest.</summary>
    int StartSelfTest(int handle);

    /// <summary>EdgeAD.Native.EngineCalls.TryGetSelfTest.</summary>
    int TryGetSelfTest(int handle, int[] index);

    /// <summary>EdgeAD.Native.EngineCalls.StartSnapshot.</summary>
    int StartSnapshot(int handle);

    /// <summary>EdgeAD.Native.EngineCalls.TryGetSnapshot.</summary>
    int TryGetSnapshot(int handle, int[] numbers);

    /// <summary>EdgeAD.Native.EngineCalls.ReadSnapshot.</summary>
    int ReadSnapshot(int handle, int offset, byte[] buffer, int count);

    /// <summary>EdgeAD.Native.EngineCalls.GetStatistics.</summary>
    int GetStatistics(int handle, long[] numbers);
}
