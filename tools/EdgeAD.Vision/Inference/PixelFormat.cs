namespace EdgeAD.Vision.Inference;

/// <summary>Pixel formats the kernels read; values as in edgead.h.</summary>
public enum PixelFormat : byte
{
    /// <summary>R, G, B bytes.</summary>
    Rgb888 = 0,

    /// <summary>One byte per pixel.</summary>
    Gray8 = 1,

    /// <summary>5-6-5 bits, high byte first.</summary>
    Rgb565BigEndian = 2,

    /// <summary>5-6-5 bits, low byte first.</summary>
    Rgb565LittleEndian = 3,

    /// <summary>Y0 U Y1 V, full-range BT.601.</summary>
    Yuyv = 4,
}
