using System.Runtime.InteropServices;

namespace EdgeAD.Vision.Inference;

/// <summary>Turns the kernels' status codes into errors a user can act on.</summary>
internal static unsafe class KernelStatus
{
    // Values of ead_status that need an answer of their own.
    private const int Memory = 3, Format = 5, Version = 8, Golden = 14;

    /// <summary>Throws unless the status is EAD_OK.</summary>
    /// <param name="status">What a kernel function returned.</param>
    /// <param name="diagnosis">Where a file was refused, or default.</param>
    /// <param name="file">Name of the model file for the message.</param>
    public static void Check(int status, NativeMethods.Diagnosis diagnosis, string file)
    {
        if (status == 0)
            return;
        string what = Marshal.PtrToStringUTF8((nint)(diagnosis.What is null ? NativeMethods.StatusText((uint)status) : diagnosis.What))!;
        throw status switch
        {
            Format => new EdgeAdException(ErrorCode.ModelUnreadable, $"'{file}' is not an EdgeAD model file", "models are made with: edgead train DATASET -o model.ead"),
            Version => new EdgeAdException(ErrorCode.ModelUnsupported, $"'{file}': {what}", "update edgead, or train the model again"),
            Golden => new EdgeAdException(ErrorCode.ModelGoldenMismatch, $"'{file}': golden vector {diagnosis.Index} gave other bytes than expected", "these kernels do not compute what the model was made with: train a model of an earlier version again; if this version made it, rebuild the kernels, or report this machine"),
            Memory => new EdgeAdException(ErrorCode.ModelTooLarge, $"'{file}': {what}", "choose a smaller --input or a lower cut"),
            _ => new EdgeAdException(ErrorCode.ModelCorrupt, $"'{file}' is refused: {what} (at {diagnosis.Index}, status {status})", "copy the file again or train it anew"),
        };
    }
}
