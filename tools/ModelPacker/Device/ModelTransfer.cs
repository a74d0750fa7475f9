using System.Globalization;
using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Device;

/// <summary>A model's way into the idle slot of a camera, over its status port.</summary>
internal static class ModelTransfer
{
    /// <summary>As much as fits a request of 200 characters.</summary>
    private const int Piece = 126;

    /// <summary>Writes the file and waits for the camera's verdict on it.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.DeviceRefused"/>.</exception>
    public static void Send(DeviceLink link, byte[] file, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string state = Ask(link, string.Create(CultureInfo.InvariantCulture, $"update {file.Length}"), cancellation);
        while (state == "erasing")
            state = Ask(link, "update", cancellation);
        for (int at = 0; at < file.Length; at += Piece)
        {
            string piece = Convert.ToBase64String(file, at, Math.Min(Piece, file.Length - at));
            Ask(link, string.Create(CultureInfo.InvariantCulture, $"update data {at} {piece}"), cancellation);
            progress?.Report(new WorkProgress("writing the model", at, file.Length));
        }

        state = Ask(link, "update finish", cancellation);
        while (state == "checking")
            state = Ask(link, "update", cancellation);
        if (state != "pending")
            throw new EdgeAdException(ErrorCode.DeviceRefused, $"the camera says '{state}' of this model and goes on with its own", "docs/model-update.md tells what the number means");
    }

    private static string Ask(DeviceLink link, string request, CancellationToken cancellation) => link.Ask(request, cancellation).Last().Replace("update ", "", StringComparison.Ordinal);
}
