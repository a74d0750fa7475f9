using EdgeAD.Schema;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Tests.Quantization;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Packing;

/// <summary>Written files: read back as written, refused when damaged, never a crash.</summary>
public sealed class ModelWriterTests
{
    [Fact]
    public void The_card_of_a_written_file_says_what_was_written()
    {
        ModelContent model = SmallModel();
        ModelCard card = ModelCard.Read(ModelWriter.Write(model));
        Assert.Equal("Prüfling 零件", card.Name);
        Assert.Equal((model.Network.Tensors[0].Columns, model.Network.Tensors[0].Rows), (card.InputWidth, card.InputHeight));
        Assert.Equal(model.Network.Tensors[0].Channels, card.InputChannels);
        Assert.Equal(model.Network.Fit, card.Fit);
        Assert.Equal((model.Head.GridRows, model.Head.GridColumns, model.Head.Dimensions), (card.GridRows, card.GridColumns, card.Dimensions));
        Assert.Equal(model.Head.Cuts.Select(c => model.Network.Layers[c.Tensor - 1].Name), card.Cuts);
        Assert.Equal((12.5f, 0.01, 41, 2), (card.Threshold, card.TargetFalseRejectRate, card.HeldOutParts, card.HeldOutRejects));
        Assert.Equal(("tool", "abc", "set", "ff", 7, 6), (card.Tool, card.Commit, card.Dataset, card.DatasetSha256, card.TrainPictures, card.TrainParts));
        Assert.Equal(("net", "ee", "CC0", -5L, "notes"), (card.Backbone, card.BackboneSha256, card.BackboneLicense, card.Seed, card.Notes));
        Assert.Equal(9u, card.Counter);
        Assert.False(card.Signed);
        Assert.Equal(model.Network.Layers.Select(l => l.Name), card.Layers.Select(l => l.Name));
        Assert.Equal(StreamPlanner.Plan(model.Network, model.Head).ArenaBytes, card.ArenaBytes);
        Assert.Equal(card.Layers.Sum(l => l.Macs) + ((long)card.GridRows * card.GridColumns * model.Head.Projection.Length), card.Macs);
    }

    [Fact]
    public void Every_single_flipped_bit_of_the_header_and_every_byte_behind_it_is_refused()
    {
        byte[] file = ModelWriter.Write(SmallModel());
        var random = new Random(1);
        for (int i = 0; i < file.Length; i++)
        {
            // Hash and content: refused by the hash. Root offset and identifier: by the structure.
            for (int bit = i < 112 ? 0 : random.Next(8), end = i < 112 ? 8 : bit + 1; bit < end; bit++)
            {
                file[i] ^= (byte)(1 << bit);
                AssertRefused(file, $"bit {bit} of byte {i}");
                file[i] ^= (byte)(1 << bit);
            }
        }

        ModelCard.Read(file); // and the file itself is as good as before
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] file = ModelWriter.Write(SmallModel());
        for (int length = 0; length < file.Length; length += length < 160 ? 1 : 7)
            AssertRefused(file[..length], $"{length} bytes");
        AssertRefused([.. file, 0], "a byte too many");
    }

    [Fact]
    public void A_hostile_file_with_an_honest_hash_is_opened_or_refused_but_never_crashes()
    {
        byte[] file = ModelWriter.Write(SmallModel());
        var random = new Random(2);
        Frame frame = QuantizedMaps.Noise(1, 9, 9);
        int refused = 0, opened = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] hostile = [.. file];
            for (int edits = random.Next(1, 4); edits > 0; edits--)
                hostile[random.Next(2) == 0 ? random.Next(112, file.Length) : random.Next(112, 900)] = (byte)random.Next(256);
            ModelWriter.Seal(hostile);
            try
            {
                using AnomalyModel model = AnomalyModel.Open(hostile, "hostile");
                model.Score(frame);
                opened++;
            }
            catch (EdgeAdException e) when ((int)e.Code / 100 == 13)
            {
                refused++;
            }
            catch (Exception e) when (e is not EdgeAdException)
            {
                Assert.Fail($"round {round}: {e}");
            }
        }

        Assert.True(refused > 300 && opened > 300, $"{refused} refused, {opened} opened");
    }

    [Theory]
    [InlineData("", ErrorCode.ModelCorrupt)] // truncated, that is
    [InlineData("this is a text file, not a model", ErrorCode.ModelUnreadable)]
    public void Something_else_is_called_what_it_is(string content, ErrorCode code) =>
        Expect.Error(code, () => AnomalyModel.Open(System.Text.Encoding.UTF8.GetBytes(content), "x").Dispose());

    [Fact]
    public void A_missing_file_and_a_folder_have_their_own_errors()
    {
        using var folder = new TempFolder();
        Expect.Error(ErrorCode.PathNotFound, () => AnomalyModel.Open(Path.Combine(folder.Root, "none.ead")).Dispose());
        Expect.Error(ErrorCode.ModelUnreadable, () => AnomalyModel.Open(folder.Root).Dispose());
    }

    [Fact]
    public void A_wrong_golden_vector_is_named()
    {
        ModelContent model = SmallModel();
        Frame frame = QuantizedMaps.Noise(3, 10, 10);
        Score score;
        using (var engine = new Engine(ModelWriter.Write(model), "test"))
            score = engine.Score(frame);
        var right = new GoldenSpec("right", frame, score.Image, score.Cells);
        float[] cells = [.. score.Cells];
        cells[^1] = MathF.BitIncrement(cells[^1]);
        using (AnomalyModel good = AnomalyModel.Open(ModelWriter.Write(model with { Golden = [right, right] }), "good"))
            good.SelfTest();
        foreach (GoldenSpec wrong in (GoldenSpec[])[right with { Score = MathF.BitDecrement(score.Image) }, right with { Cells = cells }])
        {
            using AnomalyModel bad = AnomalyModel.Open(ModelWriter.Write(model with { Golden = [right, wrong] }), "bad");
            Assert.Contains("golden vector 1", Expect.Error(ErrorCode.ModelGoldenMismatch, bad.SelfTest).Message);
        }
    }

    private static void AssertRefused(byte[] file, string what)
    {
        try
        {
            new Engine(file, "damaged").Dispose();
        }
        catch (EdgeAdException e)
        {
            Assert.True((int)e.Code / 100 == 13, $"{what}: {e.Code}");
            return;
        }

        Assert.Fail($"{what} was accepted");
    }

    private static readonly Lazy<int> SmallSeed = new(() => Enumerable.Range(0, 1000).First(seed => RandomNetworks.Make(seed) is var m
        && m.Network.Layers.Count is 3 or 4 && m.Network.Layers.Any(l => l.Op == Op.Add) && m.Network.Tensors.All(t => t.Channels < 12)
        && m.Head.GridRows * m.Head.GridColumns < 80));

    /// <summary>A few layers, a residual among them, and all fields filled; made anew by every call.</summary>
    internal static ModelContent SmallModel()
    {
        ModelContent model = RandomNetworks.Make(SmallSeed.Value);
        return model with
        {
            Name = "Prüfling 零件",
            Counter = 9,
            Calibration = new CalibrationSpec
            {
                Threshold = 12.5f, CellCenter = 1, CellScale = 2, TargetFalseRejectRate = 0.01f, HeldOutParts = 41, HeldOutRejects = 2, Aggregation = Aggregation.TopMean, TopCount = 2,
            },
            Provenance = new ProvenanceSpec
            {
                Tool = "tool", Commit = "abc", Dataset = "set", DatasetSha256 = "ff", TrainPictures = 7, TrainParts = 6,
                Backbone = "net", BackboneSha256 = "ee", BackboneLicense = "CC0", Seed = -5, Notes = "notes",
            },
        };
    }
}
