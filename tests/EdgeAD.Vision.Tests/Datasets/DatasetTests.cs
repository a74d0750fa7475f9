using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Datasets;

public sealed class DatasetTests
{
    [Fact]
    public void Mvtec_folders_carry_split_category_and_masks()
    {
        using var folder = new TempFolder();
        var dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 5, test: 3, defects: 2));
        Assert.Equal(DatasetLayout.Mvtec, dataset.Layout);
        Assert.Equal(10, dataset.Samples.Count);
        Assert.Equal(5, dataset.TrainGood.Count);
        Assert.Equal(3, dataset.TestGood.Count);
        Assert.Equal(["block"], dataset.Categories);
        Assert.Equal(2, dataset.Defects.Count);
        Assert.All(dataset.Defects, d => Assert.True(File.Exists(d.MaskPath)));
        Assert.All(dataset.TestGood, s => Assert.Null(s.MaskPath));
        Assert.Equal(10, dataset.Parts.Count);
        Assert.Equal(dataset.Samples.Select(s => s.RelativePath).Order(StringComparer.Ordinal), dataset.Samples.Select(s => s.RelativePath));
        Assert.Equal("test/block/part008.png", dataset.Samples[0].RelativePath);
    }

    [Fact]
    public void Mvtec_names_of_masks_are_found()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(folder.Root, train: 2, test: 1, defects: 1);
        string mask = Path.Combine(folder.Root, "ground_truth", "block", "part003.png");
        File.Move(mask, mask.Replace("part003.png", "part003_mask.png", StringComparison.Ordinal));
        Assert.EndsWith("part003_mask.png", Dataset.Open(folder.Root).Defects[0].MaskPath);
    }

    [Fact]
    public void Flat_folders_are_split_by_part_and_all_defects_are_tested()
    {
        using var folder = new TempFolder();
        var dataset = Dataset.Open(TinyDataset.WriteFlat(folder.Root, goodParts: 10, views: 2, defectParts: 4), new DatasetOptions { Group = @"part(\d+)" });
        Assert.Equal(DatasetLayout.Flat, dataset.Layout);
        Assert.Equal(14, dataset.TrainGood.Count);
        Assert.Equal(6, dataset.TestGood.Count);
        Assert.Equal(8, dataset.Defects.Count);
        Assert.Equal(14, dataset.Parts.Count);
        Assert.Equal("000", dataset.Parts[0]);
        Assert.Empty(DatasetSplitter.Straddling(dataset.Samples));
    }

    [Fact]
    public void Parts_on_both_sides_are_an_error_that_names_them_and_resplit_repairs_it()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(folder.Root, train: 4, test: 2, defects: 0);
        File.Copy(Path.Combine(folder.Root, "train", "good", "part001.png"), Path.Combine(folder.Root, "test", "good", "part001_b.png"));
        var options = new DatasetOptions { Group = @"part(\d+)" };
        var error = Expect.Error(ErrorCode.DatasetLayout, () => Dataset.Open(folder.Root, options));
        Assert.Contains("001", error.Message);
        Assert.Empty(DatasetSplitter.Straddling(Dataset.Open(folder.Root, options with { Resplit = true }).Samples));
        Assert.Equal(7, Dataset.Open(folder.Root).Samples.Count); // without --group nothing is known about parts
    }

    [Fact]
    public void A_good_picture_of_a_part_that_breaks_later_is_never_learned_from()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteFlat(folder.Root, goodParts: 6, views: 1, defectParts: 2);
        File.Copy(Path.Combine(folder.Root, "good", "part000_view0.png"), Path.Combine(folder.Root, "good", "part006_view9.png"));
        for (int seed = 0; seed < 20; seed++)
        {
            var dataset = Dataset.Open(folder.Root, new DatasetOptions { Group = @"part(\d+)", Seed = seed });
            Assert.DoesNotContain(dataset.TrainGood, s => s.Part == "006");
        }
    }

    [Fact]
    public void Hidden_files_are_invisible_and_other_files_are_counted()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(folder.Root, train: 2, test: 1, defects: 1);
        folder.Write("train/good/.hidden.png", "x");
        folder.Write("train/good/._part000.png", "x");
        folder.Write(".cache/good/x.png", "x");
        folder.Write("train/good/notes.txt", "x");
        folder.Write("licence", "x");
        var dataset = Dataset.Open(folder.Root);
        Assert.Equal(4, dataset.Samples.Count);
        Assert.Equal(2, dataset.IgnoredFiles);
    }

    [Theory]
    [InlineData("a.JPG")]
    [InlineData("a.jpeg")]
    [InlineData("a.png")]
    [InlineData("a.Bmp")]
    [InlineData("a.tif")]
    [InlineData("a.TIFF")]
    [InlineData("a.webp")]
    public void Picture_extensions_are_known_in_any_case(string name)
    {
        using var folder = new TempFolder();
        folder.Write("good/" + name, "content is not looked at");
        Assert.Single(Dataset.Open(folder.Root).Samples);
    }

    [Fact]
    public void A_wrong_path_is_E1101()
    {
        using var folder = new TempFolder();
        Expect.Error(ErrorCode.PathNotFound, () => Dataset.Open(Path.Combine(folder.Root, "nowhere")));
        Expect.Error(ErrorCode.PathNotFound, () => Dataset.Open(""));
        Assert.Contains("is a file", Expect.Error(ErrorCode.PathNotFound, () => Dataset.Open(folder.Write("f.png", "x"))).Message);
    }

    [Fact]
    public void An_empty_folder_and_a_folder_of_text_files_are_E1102()
    {
        using var folder = new TempFolder();
        Assert.Contains("is empty", Expect.Error(ErrorCode.DatasetEmpty, () => Dataset.Open(folder.Root)).Message);
        folder.Write("good/a.txt", "x");
        folder.Write("good/b.txt", "x");
        var error = Expect.Error(ErrorCode.DatasetEmpty, () => Dataset.Open(folder.Root));
        Assert.Contains("2 other file(s) (.txt)", error.Message);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("bad/a.png")]
    [InlineData("train/a.png")]
    [InlineData("good/a.png", "train/good/a.png")]
    public void A_folder_arranged_otherwise_is_E1103_and_both_layouts_are_shown(params string[] files)
    {
        using var folder = new TempFolder();
        foreach (string file in files)
        {
            folder.Write(file, "x");
        }

        var error = Expect.Error(ErrorCode.DatasetLayout, () => Dataset.Open(folder.Root));
        Assert.Contains("train/good, test/good, test/<defect>", error.Message);
        Assert.Contains("or  good, <defect>", error.Message);
    }

    [Theory]
    [InlineData("part(", "not a regular expression")]
    [InlineData("piece(\\d+)", "finds no part in 4 of 4")]
    [InlineData("part00([01])", "finds no part in 2 of 4")]
    [InlineData("x*", "finds no part in 4 of 4")]
    public void A_pattern_that_is_wrong_or_matches_not_all_names_is_E1106(string pattern, string expected)
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(folder.Root, train: 2, test: 1, defects: 1);
        var error = Expect.Error(ErrorCode.GroupPattern, () => Dataset.Open(folder.Root, new DatasetOptions { Group = pattern }));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_pattern_without_a_group_names_the_part_by_its_whole_match()
    {
        using var folder = new TempFolder();
        var dataset = Dataset.Open(TinyDataset.WriteFlat(folder.Root, goodParts: 3, views: 2, defectParts: 1), new DatasetOptions { Group = @"part\d+" });
        Assert.Equal(["part000", "part001", "part002", "part003"], dataset.Parts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_test_fraction_outside_0_to_1_is_E1001(double fraction)
    {
        using var folder = new TempFolder();
        TinyDataset.WriteFlat(folder.Root, 2, 1, 0);
        Expect.Error(ErrorCode.InvalidOption, () => Dataset.Open(folder.Root, new DatasetOptions { TestFraction = fraction }));
    }

    [Fact]
    public void Shared_cookies_open_with_the_documented_counts()
    {
        var dataset = Dataset.Open(SharedData.PathOrSkip("cookies"));
        Assert.Equal((31, 14, 40, 32), (dataset.TrainGood.Count, dataset.TestGood.Count, dataset.Defects.Count, dataset.Defects.Count(d => d.MaskPath is not null)));
        Assert.Equal(["cracked"], dataset.Categories);
    }
}
