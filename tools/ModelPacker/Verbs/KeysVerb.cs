using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Signing;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead keys</c>: makes a signing key and shows what the firmware must know of it.</summary>
internal static class KeysVerb
{
    public static Command Build()
    {
        var key = new Argument<string?>("KEY") { Description = "Key file (PEM) to show.", Arity = ArgumentArity.ZeroOrOne };
        var make = new Option<string?>("--new") { Description = "Make a new private key in FILE.", HelpName = "FILE" };
        var verb = new Verb("keys", "Makes a key for signing models, and shows its public half as the firmware wants it.", "edgead keys --new key.pem", "edgead keys key.pem")
        {
            key, make,
        };
        verb.Run(run =>
        {
            if (run.Get(make) is { } target)
            {
                if (File.Exists(target))
                    throw new EdgeAdException(ErrorCode.OutputExists, $"there is a file '{target}' already", "Name another file: a lost key cannot be made again");
                OutputPath.Require(target);
                using SigningKey created = SigningKey.Create();
                AtomicFile.WriteSecret(target, created.ToPem());
                run.Note($"wrote {target}: keep it secret and keep a copy");
                Show(run, created);
                return ExitCode.Ok;
            }
            if (run.Get(key) is not { } path)
                throw new EdgeAdException(ErrorCode.InvalidOption, "which key?", "name a KEY file, or make one with: edgead keys --new key.pem");
            using SigningKey read = SigningKey.Read(path);
            Show(run, read);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static void Show(VerbRun run, SigningKey key)
    {
        run.Say($"/* key {Convert.ToHexStringLower(key.Id)}: firmware/keys.h */");
        run.Say("#define EAD_PUBLIC_KEY \\");
        string[] bytes = [.. key.Point.Select(b => $"0x{b:X2},")];
        for (int i = 0; i < bytes.Length; i += 16)
            run.Say($"    {string.Join(' ', bytes.Skip(i).Take(16))}{(i + 16 < bytes.Length ? " \\" : "")}");
    }
}
