using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead verify</c>: is a model file sound, and does this machine compute what it expects?</summary>
internal static class VerifyVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        Option<string?> json = Options.Json();
        var verb = new Verb("verify", "Checks a model file: SHA-256, structure, semantics, and its self-test pictures replayed bit for bit.",
            "edgead verify model.ead")
        {
            model, json,
        };
        verb.Run(run =>
        {
            using AnomalyModel opened = AnomalyModel.Open(run.Get(model));
            opened.SelfTest();
            run.Say($"{run.Get(model)}: sound");
            run.Say($"  SHA-256    {opened.Card.Sha256} of the content, as it stands in the header; sha256sum of the file gives another");
            run.Say($"  structure  {Figures.Bytes(opened.Card.FileBytes)}, {opened.Card.Layers.Count} layers, shapes and schedule agree");
            run.Say("  self-test  every picture in the file gave the expected bytes");
            run.WriteJson(json, new { Model = run.Get(model), Sound = true, opened.Card.Sha256, opened.Card.FileBytes });
            run.Next($"edgead eval {Shell.Quote(run.Get(model))} DATASET --html report.html");
            return ExitCode.Ok;
        });
        return verb;
    }
}
