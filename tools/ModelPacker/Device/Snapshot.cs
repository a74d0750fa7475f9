using System.Globalization;
using EdgeAD.Core;
using EdgeAD.Native;
using EdgeAD.Vision;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.ModelPacker.Device;

/// <summary>Puts the lines of a snapshot together.</summary>
internal sealed class Snapshot
{
    private readonly MemoryStream bytes = new();
    private int[] shape = [];
    private string crc = "";

    /// <summary>Takes a line of the answer.</summary>
    public void Add(string line)
    {
        string[] words = line.Split(' ');
        switch (words[0])
        {
            case "frame":
                shape = [.. words[1..].Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
                break;
            case "data":
                bytes.Write(Convert.FromBase64String(words[1]));
                break;
            case "crc":
                crc = words[1];
                break;
            case "none":
                throw new EdgeAdException(ErrorCode.DeviceRefused, line["none ".Length..], "Trigger the camera and ask again");
        }
    }

    /// <summary>The frame as a picture.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.DevicePort"/>: bytes are missing or damaged.</exception>
    public Picture ToPicture()
    {
        byte[] content = bytes.ToArray();
        var sum = new Checksum();
        sum.Add(content, content.Length);
        bool whole = shape.Length == 5 && shape[3] == content.Length && sum.Value.ToString("x8", CultureInfo.InvariantCulture) == crc;
        if (!whole || content.Length < shape[0] * shape[1] * BytesPerPixel((PixelFormat)shape[2]))
            throw new EdgeAdException(ErrorCode.DevicePort, "the snapshot arrived damaged", "Ask again; check the cable if it stays so");

        var rgb = new byte[shape[0] * shape[1] * 3];
        for (int pixel = 0; pixel < shape[0] * shape[1]; pixel++)
            Convert1(content, (PixelFormat)shape[2], pixel, rgb.AsSpan(3 * pixel, 3));
        return new Picture(shape[0], shape[1], rgb);
    }

    private static int BytesPerPixel(PixelFormat format) => format switch
    {
        PixelFormat.Rgb888 => 3,
        PixelFormat.Gray8 => 1,
        _ => 2,
    };

    private static void Convert1(byte[] content, PixelFormat format, int pixel, Span<byte> rgb)
    {
        switch (format)
        {
            case PixelFormat.Rgb888:
                content.AsSpan(3 * pixel, 3).CopyTo(rgb);
                break;
            case PixelFormat.Gray8:
                rgb.Fill(content[pixel]);
                break;
            case PixelFormat.Yuyv:
                int pair = pixel / 2 * 4;
                FromYuv(content[2 * pixel], content[pair + 1] - 128, content[pair + 3] - 128, rgb);
                break;
            default:
                bool bigEndian = format == PixelFormat.Rgb565BigEndian;
                int bits = content[2 * pixel + (bigEndian ? 0 : 1)] << 8 | content[2 * pixel + (bigEndian ? 1 : 0)];
                // As the camera's own rows are made (native-kernels/src/frame/pixels.h), so that pictures taken with it train what it will see.
                rgb[0] = (byte)((8 * (bits >> 11)) + 4);
                rgb[1] = (byte)((4 * ((bits >> 5) & 63)) + 2);
                rgb[2] = (byte)((8 * (bits & 31)) + 4);
                break;
        }
    }

    /// <summary>Full-range BT.601.</summary>
    private static void FromYuv(int y, int u, int v, Span<byte> rgb)
    {
        rgb[0] = Clamp(y + 1.402 * v);
        rgb[1] = Clamp(y - 0.344136 * u - 0.714136 * v);
        rgb[2] = Clamp(y + 1.772 * u);
    }

    private static byte Clamp(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
