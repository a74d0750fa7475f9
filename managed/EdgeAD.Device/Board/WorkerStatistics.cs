namespace EdgeAD.Device;

/// <summary>Where the numbers of <see cref="IEngineBoard.GetStatistics"/> stand that this application reads; EdgeAD.Native.EngineCalls lists them all.</summary>
public static class WorkerStatistics
{
    /// <summary>How many numbers there are.</summary>
    public const int Length = 11;

    /// <summary>How often the sensor was reset.</summary>
    public const int SensorResets = 4;

    /// <summary>Microseconds between two frames of the sensor.</summary>
    public const int FrameInterval = 10;
}
