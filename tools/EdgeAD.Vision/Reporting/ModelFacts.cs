using System.Globalization;
using EdgeAD.Schema;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Reporting;

/// <summary>A model card as lines of name and value, for the terminal and for reports.</summary>
public static class ModelFacts
{
    /// <summary>All facts in the order in which a reader asks for them.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ModelCard card)
    {
        yield return ("model", card.Name);
        yield return ("input", string.Create(CultureInfo.InvariantCulture,
            $"{card.InputWidth} x {card.InputHeight} pixels, {(card.InputChannels == 1 ? "grey" : "colour")}, {(card.Fit == Fit.Stretch ? "the whole picture stretched" : "centred crop")}"));
        yield return ("cells", $"{card.GridRows} x {card.GridColumns}, {card.Dimensions} features each from {string.Join(", ", card.Cuts)}");
        yield return ("density", $"{Words(card.Scope)}, {Words(card.Covariance)} covariance, {card.Components} component(s), {Figures.Bytes(card.DensityBytes)}{Extras(card)}");
        yield return ("image score", card.Aggregation switch
        {
            Aggregation.Area => "cells above a threshold of their own, counted",
            Aggregation.TopMean when card.TopCount > 1 => $"mean of the {card.TopCount} worst cells",
            _ => "worst cell",
        });
        yield return ("threshold", card.TunedOnDefects
            ? $"{Figures.Score(card.Threshold)}, tuned with pictures of defects in view"
            : $"{Figures.Score(card.Threshold)} for a false-reject rate of {Figures.Percent(card.TargetFalseRejectRate)}; so many good parts leave it open between {Figures.Score(card.ThresholdLow)} and {Figures.Score(card.ThresholdHigh)}");
        yield return ("behind the threshold", HeldOut(card));
        yield return ("drift", card.WatchesDrift ? "watched: brightness, sharpness, features" : "not watched");
        yield return ("layers", $"{card.Layers.Count}, {Figures.Count(card.Macs)} multiply-accumulates per picture");
        yield return ("file", $"{Figures.Bytes(card.FileBytes)}: weights {Figures.Bytes(card.WeightBytes)}, density {Figures.Bytes(card.DensityBytes)}, "
            + $"self-test pictures {Figures.Bytes(card.GoldenBytes)}");
        yield return ("working memory", $"{Figures.Bytes(card.DeviceBytes)} on a 32-bit device that runs weights from the file, {Figures.Bytes(card.EngineBytes - card.PackedBytes)} on this machine; "
            + $"of it rows under way {Figures.Bytes(card.ArenaBytes)}"
            + (card.PackedBytes > 0 ? $". This machine repacks weights into another {Figures.Bytes(card.PackedBytes)}" : ""));
        yield return ("after the last row", $"{Figures.Percent(card.TailShare)} of the multiply-accumulates are left");
        yield return ("learned from", $"{card.Dataset}: {card.TrainPictures} pictures of {card.TrainParts} good parts (SHA-256 {Short(card.DatasetSha256)})");
        yield return ("backbone", $"{card.Backbone} (SHA-256 {Short(card.BackboneSha256)}, licence {Or(card.BackboneLicense, "not stated")})");
        yield return ("made by", $"{Or(card.Tool, "unknown")}{(card.Commit.Length > 0 ? $", commit {Short(card.Commit)}" : "")}, seed {card.Seed}");
        yield return ("signature", card.Signed ? $"present, update counter {card.Counter}" : "none");
        if (card.Notes.Length > 0)
            yield return ("notes", card.Notes);
        yield return ("SHA-256 of the content", card.Sha256); // not of the file: the header holds it, and a signature
    }

    // 0 rejects in n only show that the rate is below about 3 / n (95 %).
    private static string HeldOut(ModelCard card)
    {
        if (card.HeldOutParts == 0)
            return "no held-out good parts: the false-reject rate is a guess";
        double bound = Math.Min(1, 3.0 / card.HeldOutParts);
        return $"{card.HeldOutParts} held-out good parts, {card.HeldOutRejects} rejected; that many parts can prove a rate of {Figures.Percent(bound)} at best";
    }

    private static string Words(object value) => value.ToString() switch
    {
        "PerCell" => "per cell",
        "Shared" => "shared by all cells",
        "Full" => "full",
        "Diagonal" => "diagonal",
        { } other => other.ToLowerInvariant(),
        null => "",
    };

    private static string Extras(ModelCard card) =>
        (card.Smoothed ? ", features averaged over 3x3 cells" : "") + (card.Positions ? ", place is a feature" : "")
        + (card.Jitter ? ", the best of 3x3 cells counts" : "");

    private static string Short(string hex) => hex.Length > 12 ? hex[..12] : Or(hex, "none");

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
