using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Tests.Boards;

/// <summary>What is committed is what the board files give. <c>EDGEAD_UPDATE_DOCS=1</c> writes it anew.</summary>
public class BoardSourcesTests
{
    [Fact]
    public void TheCommittedFilesAreTheGeneratedOnes()
    {
        IReadOnlyList<(string Path, string Text)> files = [.. BoardSources.All().Select(f => ("firmware/boards/" + f.Path, f.Text)), ("docs/boards.md", BoardSources.Document())];
        foreach ((string path, string text) in files)
        {
            string full = BoardFolder.PathOf(path.Split('/'));
            if (Environment.GetEnvironmentVariable("EDGEAD_UPDATE_DOCS") == "1")
                AtomicFile.WriteText(full, text);
            Assert.True(File.Exists(full), $"{path} is missing");
            Assert.Equal(text, File.ReadAllText(full).ReplaceLineEndings("\n"));
        }
        string[] committed = [.. Directory.GetFiles(BoardFolder.PathOf("firmware", "boards"), "*", SearchOption.AllDirectories)];
        Assert.Equal(files.Count - 1, committed.Length);
    }

    [Fact]
    public void TheHeaderHoldsTheBoardsPins()
    {
        string header = BoardSources.Of(BoardCatalog.Find("m5stack-cores3")).First().Text;
        Assert.Contains("#define EAD_PIN_REJECT 9\n", header);
        Assert.Contains("#define EAD_PIN_ENC_A (-1)\n", header);
        Assert.Contains("#define EAD_CAMERA_VSYNC 46\n", header);
        Assert.Contains("{0x34, 0x94, 0x1F, 0x1C, 0x1C}", header);
    }
}
