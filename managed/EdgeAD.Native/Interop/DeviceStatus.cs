namespace EdgeAD.Native;

/// <summary>
/// Statuses of the camera that the kernels do not know. All calls of this assembly that return a status give 0 for success, 1 to 14 as
/// ead_status in edgead.h, or one of these.
/// </summary>
public static class DeviceStatus
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>A null array, an array that is too short, or a number outside its documented range; nothing was done.</summary>
    public const int Argument = 1;

    /// <summary>Not now: nothing is there yet, or the calls came out of order.</summary>
    public const int State = 4;

    /// <summary>A golden vector gave other bytes than the model expects.</summary>
    public const int Golden = 14;

    /// <summary>No camera sensor answers.</summary>
    public const int NoCamera = 32;

    /// <summary>The sensor delivered no frame in time; it is being reset.</summary>
    public const int CameraHang = 33;

    /// <summary>A flash operation failed.</summary>
    public const int Flash = 34;

    /// <summary>The slot holds no model.</summary>
    public const int NoModel = 35;

    /// <summary>The signature of a model is missing or wrong.</summary>
    public const int Signature = 36;

    /// <summary>The counter of a model is not higher than that of the one it would replace.</summary>
    public const int Counter = 37;

    /// <summary>The pin does not exist, is taken, or cannot do what was asked.</summary>
    public const int Pin = 38;
}
