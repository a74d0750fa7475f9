using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Tests.Support;
using ImageMagick;

namespace EdgeAD.Vision.Tests.Pictures;

public sealed class PictureLoaderTests
{
    [Theory]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Bmp)]
    [InlineData(MagickFormat.Tiff)]
    public void Lossless_formats_keep_every_byte_whatever_the_name(MagickFormat format)
    {
        using var folder = new TempFolder();
        var picture = TinyDataset.Picture(1, size: 20);
        using var image = Image(picture);
        string path = folder.Write("name-says-nothing.jpg", image.ToByteArray(format));
        var loaded = PictureLoader.Load(path);
        Assert.Equal((20, 20), (loaded.Width, loaded.Height));
        Assert.Equal(picture.Rgb, loaded.Rgb);
        Assert.Equal((20, 20), PictureLoader.Size(path));
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.WebP)]
    public void Lossy_formats_come_close(MagickFormat format)
    {
        using var image = Gradient();
        image.Quality = 98;
        var loaded = PictureLoader.Decode(image.ToByteArray(format), "x");
        using var reference = Gradient();
        byte[] expected = reference.GetPixels().ToByteArray(PixelMapping.RGB)!;
        Assert.True(Enumerable.Range(0, expected.Length).All(i => Math.Abs(expected[i] - loaded.Rgb[i]) <= 12));
    }

    // Where the corner of the stored picture that is marked red ends up: EXIF 2.32, tag 0x0112.
    [Theory]
    [InlineData(1, 0, 0, 24, 16)]
    [InlineData(2, 23, 0, 24, 16)]
    [InlineData(3, 23, 15, 24, 16)]
    [InlineData(4, 0, 15, 24, 16)]
    [InlineData(5, 0, 0, 16, 24)]
    [InlineData(6, 15, 0, 16, 24)]
    [InlineData(7, 15, 23, 16, 24)]
    [InlineData(8, 0, 23, 16, 24)]
    public void Exif_rotation_is_applied(ushort orientation, int x, int y, int width, int height)
    {
        using var image = new MagickImage(MagickColors.Gray, 24, 16);
        using (var pixels = image.GetPixels())
        {
            for (int i = 0; i < 64; i++)
            {
                pixels.SetPixel(i % 8, i / 8, [255, 0, 0]);
            }
        }

        using var folder = new TempFolder();
        string path = folder.Write("photo.jpg", WithOrientation(image.ToByteArray(MagickFormat.Jpeg), orientation));
        var loaded = PictureLoader.Load(path);
        Assert.Equal((width, height), (loaded.Width, loaded.Height));
        Assert.Equal((width, height), PictureLoader.Size(path));
        int at = 3 * (y * width + x);
        Assert.True(loaded.Rgb[at] > 200 && loaded.Rgb[at + 1] < 60, $"{loaded.Rgb[at]} {loaded.Rgb[at + 1]} {loaded.Rgb[at + 2]}");
    }

    [Fact]
    public void Grey_palette_16_bit_alpha_and_cmyk_become_rgb()
    {
        using var grey = new MagickImage(new MagickColor(100, 100, 100), 4, 4) { ColorType = ColorType.Grayscale };
        Assert.Equal([100, 100, 100], PictureLoader.Decode(grey.ToByteArray(MagickFormat.Png), "grey").Rgb[..3]);

        using var palette = new MagickImage(new MagickColor(10, 200, 30), 4, 4) { ColorType = ColorType.Palette };
        Assert.Equal([10, 200, 30], PictureLoader.Decode(palette.ToByteArray(MagickFormat.Png), "palette").Rgb[..3]);

        using var deep = new MagickImage(new MagickColor(10, 200, 30), 4, 4);
        deep.Settings.SetDefine(MagickFormat.Png, "bit-depth", "16");
        Assert.Equal([10, 200, 30], PictureLoader.Decode(deep.ToByteArray(MagickFormat.Png), "deep").Rgb[..3]);

        using var clear = new MagickImage(MagickColors.Transparent, 4, 4);
        Assert.Equal([255, 255, 255], PictureLoader.Decode(clear.ToByteArray(MagickFormat.Png), "clear").Rgb[..3]);

        using var print = new MagickImage(MagickColors.Red, 8, 8) { ColorSpace = ColorSpace.CMYK };
        byte[] red = PictureLoader.Decode(print.ToByteArray(MagickFormat.Jpeg), "cmyk").Rgb;
        Assert.True(red[0] > 220 && red[1] < 40 && red[2] < 40);
    }

    [Fact]
    public void Of_several_frames_the_first_is_read()
    {
        using var frames = new MagickImageCollection { new MagickImage(MagickColors.Red, 5, 5), new MagickImage(MagickColors.Blue, 9, 9) };
        var loaded = PictureLoader.Decode(frames.ToByteArray(MagickFormat.Tiff), "frames");
        Assert.Equal((5, 5), (loaded.Width, loaded.Height));
        Assert.Equal([255, 0, 0], loaded.Rgb[..3]);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("just text, named like a picture", "not JPEG, PNG, BMP, TIFF or WebP")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "not JPEG")]
    [InlineData("push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 'x.png'\npop graphic-context", "not JPEG")]
    public void What_is_not_a_picture_is_E1104_with_the_reason(string content, string reason)
    {
        using var folder = new TempFolder();
        string path = folder.Write("photo.jpg", content);
        var error = Expect.Error(ErrorCode.PictureUnreadable, () => PictureLoader.Load(path));
        Assert.Contains(reason, error.Message);
        Assert.Contains("photo.jpg", error.Message);
        Expect.Error(ErrorCode.PictureUnreadable, () => PictureLoader.LoadMask(path));
        Expect.Error(ErrorCode.PictureUnreadable, () => PictureLoader.Size(path));
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Bmp)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.WebP)]
    public void A_cut_off_picture_is_E1104_not_half_a_picture(MagickFormat format)
    {
        using var image = Image(TinyDataset.Picture(3));
        byte[] whole = image.ToByteArray(format);
        foreach (int part in (int[])[10, 50, 90])
        {
            byte[] cut = whole[..(whole.Length * part / 100)];
            Expect.Error(ErrorCode.PictureUnreadable, () => PictureLoader.Decode(cut, $"{format} {part} %"));
        }
    }

    [Fact]
    public void Flipped_bytes_never_do_worse_than_E1104()
    {
        foreach (MagickFormat format in (MagickFormat[])[MagickFormat.Jpeg, MagickFormat.Png, MagickFormat.Bmp, MagickFormat.Tiff, MagickFormat.WebP])
        {
            using var image = Image(TinyDataset.Picture(4, size: 24));
            byte[] whole = image.ToByteArray(format);
            var random = new Random(1);
            for (int i = 0; i < 150; i++)
            {
                byte[] hostile = (byte[])whole.Clone();
                hostile[random.Next(Math.Min(hostile.Length, 300))] = (byte)random.Next(256);
                try
                {
                    var picture = PictureLoader.Decode(hostile, "hostile");
                    Assert.Equal(picture.Width * picture.Height * 3, picture.Rgb.Length);
                }
                catch (EdgeAdException e)
                {
                    Assert.Equal(ErrorCode.PictureUnreadable, e.Code);
                }
            }
        }
    }

    [Fact]
    public void A_picture_that_is_too_large_is_refused_before_it_is_decoded()
    {
        using var image = new MagickImage(MagickColors.Black, 8193, 2);
        byte[] wide = image.ToByteArray(MagickFormat.Png);
        Assert.Contains("8193 x 2 pixels", Expect.Error(ErrorCode.PictureUnreadable, () => PictureLoader.Decode(wide, "wide")).Message);

        byte[] bomb = PngHeader(60_000, 60_000);
        long before = GC.GetTotalAllocatedBytes();
        Expect.Error(ErrorCode.PictureUnreadable, () => PictureLoader.Decode(bomb, "bomb"));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 10_000_000);
    }

    [Fact]
    public void A_missing_picture_is_E1101()
    {
        using var folder = new TempFolder();
        Expect.Error(ErrorCode.PathNotFound, () => PictureLoader.Load(Path.Combine(folder.Root, "no.jpg")));
        Expect.Error(ErrorCode.PathNotFound, () => PictureLoader.Load(folder.Root));
    }

    [Fact]
    public void Masks_of_0_and_255_and_of_0_and_1_mean_the_same()
    {
        using var folder = new TempFolder();
        var mask = new Mask(3, 2, [true, false, false, false, true, true]);
        string path = Path.Combine(folder.Root, "m.png");
        PictureWriter.SaveMask(mask, path);
        Assert.Equal(mask.Defect, PictureLoader.LoadMask(path).Defect);
        byte[] labels = [.. mask.Defect.SelectMany(d => Enumerable.Repeat(d ? (byte)1 : (byte)0, 3))];
        PictureWriter.Save(new Picture(3, 2, labels), path);
        Assert.Equal(mask.Defect, PictureLoader.LoadMask(path).Defect);
        PictureWriter.Save(new Picture(3, 2, new byte[18]), path);
        Assert.Equal(0, PictureLoader.LoadMask(path).Area);
    }

    [Fact]
    public void Shared_photographs_load()
    {
        string root = SharedData.PathOrSkip("cookies");
        var picture = PictureLoader.Load(Directory.EnumerateFiles(Path.Combine(root, "train", "good")).Order().First());
        Assert.True(picture.Width >= 256 && picture.Height >= 256 && picture.Rgb.Max() > 100);
    }

    private static MagickImage Image(Picture picture)
    {
        var image = new MagickImage();
        image.ReadPixels(picture.Rgb, new PixelReadSettings((uint)picture.Width, (uint)picture.Height, StorageType.Char, PixelMapping.RGB));
        return image;
    }

    private static MagickImage Gradient()
    {
        var rgb = new byte[32 * 32 * 3];
        for (int i = 0; i < 32 * 32; i++)
        {
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)(60 + i % 32 * 4), (byte)(60 + i / 32 * 4), 120);
        }

        return Image(new Picture(32, 32, rgb));
    }

    /// <summary>Puts an APP1 segment with one TIFF entry, 0x0112 of type SHORT, behind the JPEG's first marker.</summary>
    private static byte[] WithOrientation(byte[] jpeg, ushort orientation)
    {
        byte[] exif =
        [
            (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
            0, 0, 0, 0,
        ];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG of a few bytes that claims a huge size.</summary>
    private static byte[] PngHeader(int width, int height)
    {
        byte[] header = [(byte)'I', (byte)'H', (byte)'D', (byte)'R', .. BigEndian(width), .. BigEndian(height), 8, 2, 0, 0, 0];
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. BigEndian(13), .. header, .. BigEndian((int)Crc(header))];
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(byte[] data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
