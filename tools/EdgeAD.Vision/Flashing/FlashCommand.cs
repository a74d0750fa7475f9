namespace EdgeAD.Vision.Flashing;

/// <summary>One call of a program.</summary>
/// <param name="Purpose">What it does, for the user.</param>
/// <param name="Program">Name or path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record FlashCommand(string Purpose, string Program, IReadOnlyList<string> Arguments);
