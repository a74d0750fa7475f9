using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pictures;

public sealed class PictureWriterTests
{
    [Fact]
    public void A_png_comes_back_unchanged()
    {
        using var folder = new TempFolder();
        var picture = TinyDataset.Picture(1);
        string path = Path.Combine(folder.Root, "sub", "a.PNG");
        PictureWriter.Save(picture, path);
        Assert.Equal(picture.Rgb, PictureLoader.Load(path).Rgb);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void The_same_pixels_give_the_same_bytes_at_any_time(string name)
    {
        using var folder = new TempFolder();
        string first = Path.Combine(folder.Root, "1" + name), second = Path.Combine(folder.Root, "2" + name);
        PictureWriter.Save(TinyDataset.Picture(2), first);
        Thread.Sleep(1100); // dates in files have a resolution of a second
        PictureWriter.Save(TinyDataset.Picture(2), second);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void An_unknown_extension_is_E1001_and_nothing_is_written()
    {
        using var folder = new TempFolder();
        Expect.Error(ErrorCode.InvalidOption, () => PictureWriter.Save(TinyDataset.Picture(1), Path.Combine(folder.Root, "a.gif")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }
}
