namespace EdgeAD.Core.Tests.Lint;

/// <summary>A construct that nanoFramework v1 cannot run.</summary>
internal readonly record struct Finding(string File, int Line, string Rule, string Text)
{
    public override string ToString() => $"{File}({Line}): {Rule}: {Text}";
}
