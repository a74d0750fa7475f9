using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Signing;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead sign</c>: a signature and a counter, so that a camera takes the model as an update.</summary>
internal static class SignVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        var key = new Option<string>("--key") { Description = "Private key (PEM, P-256); edgead keys --new makes one.", HelpName = "FILE", Required = true };
        var output = new Option<string?>("--output", "-o") { Description = "Where the signed model goes; the model itself when left out.", HelpName = "FILE" };
        var counter = new Option<uint?>("--counter")
        {
            Description = "Update counter: a camera takes only a higher one than it has. The seconds since 1970 when left out.",
            HelpName = "N",
        };
        var verb = new Verb("sign", "Signs a model file with ECDSA P-256, so that cameras take it as an update.", "edgead sign model.ead --key key.pem")
        {
            model, key, output, counter,
        };
        verb.Run(run =>
        {
            string path = run.Get(model), target = run.Get(output) ?? path;
            uint number = run.Get(counter) ?? (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            if (number == 0)
                throw new EdgeAdException(ErrorCode.InvalidOption, "--counter 0 is lower than that of any model", "Give a number from 1");
            OutputPath.Require(target);
            using (AnomalyModel opened = AnomalyModel.Open(path))
                opened.SelfTest();
            using SigningKey signer = SigningKey.Read(run.Get(key)!);
            byte[] file = File.ReadAllBytes(path);
            ModelSignature.Sign(file, signer, number);
            using (AnomalyModel.Open(file, target))
                AtomicFile.WriteBytes(target, file);
            run.Say($"{target}: signed by key {Convert.ToHexStringLower(signer.Id)}, counter {number}");
            run.Next($"edgead inspect {Shell.Quote(target)}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
