using ImageMagick;

namespace EdgeAD.Vision.Pictures;

/// <summary>Process-wide settings of ImageMagick, made before its first use.</summary>
internal static class MagickSetup
{
    private static readonly Lazy<bool> Once = new(Apply);

    /// <summary>Makes sure the limits are in force.</summary>
    public static void Ensure() => _ = Once.Value;

    private static bool Apply()
    {
        // One thread per picture: callers work on several pictures at a time. It also keeps results independent of the core count.
        ResourceLimits.Thread = 1;

        // A hostile or broken picture must not exhaust the machine: nothing beyond memory (no disk cache), and not much of that.
        // The largest picture allowed, 8192 x 8192 with 4 one-byte channels, takes 268 MB; reading several at a time must fit as well.
        ResourceLimits.Width = 4 * PictureLoader.MaxSide;
        ResourceLimits.Height = 4 * PictureLoader.MaxSide;
        ResourceLimits.MaxMemoryRequest = 512UL << 20;
        ResourceLimits.Memory = 2UL << 30;
        ResourceLimits.Disk = 0;
        ResourceLimits.MaxProfileSize = 16UL << 20;
        OpenCL.IsEnabled = false;
        return true;
    }
}
