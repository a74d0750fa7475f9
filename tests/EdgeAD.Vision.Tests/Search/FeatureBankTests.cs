using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Search;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Search;

public sealed class FeatureBankTests
{
    [Theory]
    [InlineData("block_6_expand")]
    [InlineData("block_2", "block_3", "block_5")] // the first is pooled
    [InlineData("block_3", "block_5", "block_7")] // the last is repeated
    public void Cells_are_gathered_as_the_kernels_gather_them(params string[] words)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Backbone backbone = Backbone.LoadDefault();
        IReadOnlyList<string> cuts = backbone.ResolveCuts(words);
        Frame[] frames = [.. Enumerable.Range(0, 4).Select(i => Frame.Of(TinyDataset.Picture(i, defect: i == 3, size: 120)))];
        FeatureBank bank = FeatureBank.Extract(backbone, cuts, 96, grey: false, frames, frames, cancel);
        FeatureMaps gathered = bank.Gather(cuts);

        FloatNetwork network = FloatNetwork.From(backbone.Truncate([cuts[^1]]), 96, 96, grey: false);
        NetworkSpec quantized = GroupShiftQuantizer.Quantize(network, Fit.CenterCrop, frames, cancel);
        GridPlan grid = GridPlan.For([.. cuts.Select(c => network.TensorOf[c] is var t ? (t, network.Sizes[t].Rows, network.Sizes[t].Columns, backbone.StrideOf(c)) : default)]);
        FeatureMaps expected = EngineFarm.Features(ModelWriter.Write(ProbeModel.Features(quantized, grid.Cuts, grid.Rows, grid.Columns)), frames, cancel);

        Assert.Equal((expected.Rows, expected.Columns, expected.Channels), (gathered.Rows, gathered.Columns, gathered.Channels));
        for (int i = 0; i < frames.Length; i++)
            Assert.Equal(expected.Pictures[i], gathered.Pictures[i]);
        Assert.Equal(ProjectionFit.UnitsOf(quantized, grid.Cuts), bank.UnitsOf(cuts));
    }

    [Fact]
    public void Keys_name_configurations_apart_and_hold_what_the_trainer_gets()
    {
        Backbone backbone = Backbone.LoadDefault();
        var space = new SearchSpace(backbone);
        Candidate[] screened = [.. space.Sizes.SelectMany(s => space.Screen(s, grey: false))];
        Candidate[] all = [.. screened.Concat(screened.SelectMany(space.Around)).Concat(space.Screen(96, grey: true))];
        Assert.Equal(all.Select(c => c.Key).Distinct().Count(), all.Select(Facts).Distinct().Count());
        foreach (Candidate candidate in screened.Take(20))
        {
            TrainOptions options = candidate.Apply(new TrainOptions { Seed = 7 });
            options.Validate();
            Assert.Equal((candidate.InputSize, candidate.Grey, 7), (options.InputSize, options.Grey, options.Seed));
            Assert.Equal(candidate.Density, options.Density);
        }

        static string Facts(Candidate c) => $"{c.InputSize} {c.Grey} {string.Join(' ', c.Cuts)} {c.Density}";
    }
}
