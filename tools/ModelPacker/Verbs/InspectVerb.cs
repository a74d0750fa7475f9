using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead inspect</c>: the card of a model.</summary>
internal static class InspectVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        Option<string?> board = Options.Board("Camera board: what the model is expected to take there; 'edgead boards' names them.");
        Option<string?> json = Options.Json();
        var verb = new Verb("inspect", "Shows what a model file holds: input, layers, density, threshold and what stands behind it, provenance, sizes.",
            "edgead inspect model.ead",
            "edgead inspect model.ead --board xiao-esp32s3-sense")
        {
            model, board, json,
        };
        verb.Run(run =>
        {
            using AnomalyModel opened = AnomalyModel.Open(run.Get(model));
            ModelCard card = opened.Card;
            BoardCost? cost = run.Get(board) is { } named ? BoardCostModel.For(BoardCatalog.Find(named))?.Of(File.ReadAllBytes(run.Get(model)), run.Get(model)) : null;
            var facts = new TextTable("", "") { AlignLeft = true };
            foreach ((string name, string value) in ModelFacts.Of(card))
                facts.Add(name, value);
            run.Say(facts);
            run.Say();
            var layers = new TextTable("layer", "operator", "input", "output", "weights", "MACs", "leaves by") { AlignLeft = true };
            foreach (LayerCard layer in card.Layers)
                layers.Add(layer.Name, $"{layer.Op}", $"{layer.Input}", $"{layer.Output}", Figures.Bytes(layer.WeightBytes), Figures.Count(layer.Macs), layer.Requantisation);
            run.Say(layers);
            if (run.Get(board) is { } place)
            {
                run.Say();
                BoardCostText.Say(run, place, cost);
                if (cost is { Fits: false })
                    run.Warn($"it does not fit on {cost.Board}");
            }

            run.WriteJson(json, cost is null ? card : new InspectedModel(card, cost));
            string file = Shell.Quote(run.Get(model));
            run.Next(cost is { Fits: true } ? $"edgead simulate {file} DATASET{BoardCostText.Latency(cost)}" : $"edgead verify {file}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
