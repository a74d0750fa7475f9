using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>Exit codes of the tool, documented in docs/cli.md. Errors with a code E11xx exit with 11, E12xx with 12, and so on.</summary>
public static class ExitCode
{
    /// <summary>The verb did what it was asked.</summary>
    public const int Ok = 0;

    /// <summary>The verb worked, and its verdict is negative: <c>score</c> rejected a picture, <c>simulate</c> missed a part.</summary>
    public const int Negative = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Syntax = 2;

    /// <summary>A fault of the tool itself.</summary>
    public const int Internal = 70;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Cancelled = 130;

    /// <summary>Exit code of an error's group: 10..16.</summary>
    public static int Of(ErrorCode code) => (int)code / 100;
}
