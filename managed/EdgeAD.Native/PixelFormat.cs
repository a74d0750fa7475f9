namespace EdgeAD.Native;

/// <summary>Pixel formats of source frames; the numbers are those of ead_pixel_format.</summary>
public enum PixelFormat
{
    /// <summary>R, G, B bytes.</summary>
    Rgb888 = 0,

    /// <summary>One byte of grey.</summary>
    Gray8 = 1,

    /// <summary>RGB565, high byte first.</summary>
    Rgb565BigEndian = 2,

    /// <summary>RGB565, low byte first.</summary>
    Rgb565LittleEndian = 3,

    /// <summary>Y0 U Y1 V; the width must be even.</summary>
    Yuyv = 4,
}
