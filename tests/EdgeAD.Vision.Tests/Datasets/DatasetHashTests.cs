using System.Globalization;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Datasets;

public sealed class DatasetHashTests
{
    [Fact]
    public void The_hash_is_the_documented_one()
    {
        using var folder = new TempFolder();
        folder.Write("test/crack/b.png", "defect");
        folder.Write("train/good/a.png", "good");

        // printf 'test/crack/b.png\0test\0' + sha256("defect") + 'train/good/a.png\0train\0' + sha256("good"), hashed with sha256sum
        using var expected = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        expected.AppendData("test/crack/b.png\0test\0"u8);
        expected.AppendData(System.Security.Cryptography.SHA256.HashData("defect"u8));
        expected.AppendData("train/good/a.png\0train\0"u8);
        expected.AppendData(System.Security.Cryptography.SHA256.HashData("good"u8));
        Assert.Equal(Convert.ToHexStringLower(expected.GetHashAndReset()), Dataset.Open(folder.Root).Sha256);
    }

    [Fact]
    public void The_hash_does_not_depend_on_place_order_of_creation_or_culture()
    {
        string[] names = ["I.png", "i.png", "\u0131.png", "\u00e4.png", "z.png", "A.png", "a-b.png", "ab.png", "a_b.png"];
        string Hash(IEnumerable<string> order)
        {
            using var folder = new TempFolder();
            foreach (string name in order)
            {
                folder.Write("good/" + name, name);
            }

            return Dataset.Open(folder.Root, new DatasetOptions { Seed = 3 }).Sha256;
        }

        string first = Hash(names);
        Assert.Equal(first, Hash(names.Reverse()));
        var before = CultureInfo.CurrentCulture;
        try
        {
            // With invariant globalization this changes number formats only; it still catches formatting in the hash.
            CultureInfo.CurrentCulture = TurkishLike();
            Assert.Equal(first, Hash(names));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_hash_changes_with_a_byte_a_name_and_the_split()
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 8; i++)
        {
            folder.Write($"good/{i}.png", $"{i}");
        }

        string original = Dataset.Open(folder.Root).Sha256;
        Assert.Equal(64, original.Length);
        Assert.Equal(original, Dataset.Open(folder.Root).Sha256);
        Assert.NotEqual(original, Dataset.Open(folder.Root, new DatasetOptions { Seed = 1 }).Sha256);
        folder.Write("good/3.png", "4");
        string changed = Dataset.Open(folder.Root).Sha256;
        Assert.NotEqual(original, changed);
        File.Move(Path.Combine(folder.Root, "good", "3.png"), Path.Combine(folder.Root, "good", "33.png"));
        Assert.NotEqual(changed, Dataset.Open(folder.Root).Sha256);
    }

    [Fact]
    public void Hashing_reports_progress_and_can_be_cancelled()
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 6; i++)
        {
            folder.Write($"good/{i}.png", $"{i}");
        }

        var dataset = Dataset.Open(folder.Root);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => dataset.ComputeSha256(null, cancelled.Token));
        var seen = new Recorder();
        Assert.Equal(dataset.ComputeSha256(seen), dataset.Sha256);
        Assert.Equal(6, seen.Highest);
    }

    [Fact]
    public void A_picture_that_vanished_is_E1104()
    {
        using var folder = new TempFolder();
        string path = folder.Write("good/a.png", "x");
        var dataset = Dataset.Open(folder.Root);
        File.Delete(path);
        Expect.Error(ErrorCode.PictureUnreadable, () => _ = dataset.Sha256);
    }

    private static CultureInfo TurkishLike()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        try
        {
            culture = (CultureInfo)new CultureInfo("tr-TR").Clone();
        }
        catch (CultureNotFoundException)
        {
            // invariant globalization knows no other culture; the separators below are what Turkish uses
        }

        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        return culture;
    }

    private sealed class Recorder : IProgress<WorkProgress>
    {
        public double Highest { get; private set; }

        public void Report(WorkProgress value)
        {
            lock (this)
            {
                Highest = Math.Max(Highest, value.Done);
            }
        }
    }
}
