namespace EdgeAD.Vision.Tests.Support;

public sealed class AtomicFileTests
{
    [Fact]
    public void Replaces_a_file_and_leaves_no_temporary_behind()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.txt", "old and longer");
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Creates_missing_folders()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Root, "x", "y", "a.bin");
        AtomicFile.WriteBytes(path, new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Keeps_the_old_content_when_writing_fails_half_way()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.txt", "precious");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("killed");
        }));
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Reports_a_full_disk_as_E1401()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.txt", "precious");
        var error = Expect.Error(ErrorCode.WriteFailed, () => AtomicFile.Write(path, _ => throw new IOException("No space left on device")));
        Assert.Contains("No space left", error.Message);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Fact]
    public void Refuses_a_folder_and_an_impossible_parent_with_E1401()
    {
        using var folder = new TempFolder();
        Expect.Error(ErrorCode.WriteFailed, () => AtomicFile.WriteText(folder.Root, "x"));
        string file = folder.Write("file", "x");
        Expect.Error(ErrorCode.WriteFailed, () => AtomicFile.WriteText(Path.Combine(file, "below.txt"), "x"));
        Expect.Error(ErrorCode.WriteFailed, () => AtomicFile.WriteText("", "x"));
    }

    [Fact]
    public void A_probe_refuses_what_writing_would_and_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        string file = folder.Write("file", "x");
        foreach (string path in (string[])["", Path.Combine(file, "below.txt"), Path.Combine(folder.Root, new string('x', 250))])
            Expect.Error(ErrorCode.WriteFailed, () => AtomicFile.Probe(path));
        foreach (string path in (string[])[file, Path.Combine(file, "below")])
            Assert.Contains($"cannot write '{path}'", Expect.Error(ErrorCode.WriteFailed, () => AtomicFile.ProbeFolder(path)).Message);
        AtomicFile.Probe(file);
        AtomicFile.Probe(Path.Combine(folder.Root, "new", "a.txt"));
        AtomicFile.ProbeFolder(folder.Root);
        AtomicFile.ProbeFolder(Path.Combine(folder.Root, "new", "deep"));
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Root));
        Assert.Equal("x", File.ReadAllText(file));
    }
}
