using System.Text.RegularExpressions;

namespace EdgeAD.Vision.Datasets;

/// <summary>Finds out which part a picture shows, from its file name.</summary>
internal sealed class PartNamer
{
    private readonly Regex? pattern;

    /// <exception cref="EdgeAdException"><see cref="ErrorCode.GroupPattern"/>: not a regular expression.</exception>
    public PartNamer(string? group)
    {
        if (group is null)
        {
            return;
        }

        try
        {
            pattern = new Regex(group, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new EdgeAdException(
                ErrorCode.GroupPattern,
                $"--group '{group}' is not a regular expression: {e.Message.TrimEnd('.')}",
                @"For names like part012_view1.jpg use --group 'part(\d+)'",
                e);
        }
    }

    /// <summary>Sets <see cref="Sample.Part"/> of every sample; without a pattern, the relative path without its extension.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.GroupPattern"/>: some names do not match.</exception>
    public IReadOnlyList<Sample> Name(IReadOnlyList<Sample> samples)
    {
        if (pattern is null)
        {
            return [.. samples.Select(s => s with { Part = s.RelativePath })];
        }

        var named = samples.Select(s => s with { Part = PartOf(Path.GetFileName(s.RelativePath)) ?? "" }).ToList();
        var nameless = named.Where(s => s.Part.Length == 0).ToList();
        if (nameless.Count > 0)
        {
            throw new EdgeAdException(
                ErrorCode.GroupPattern,
                $"--group '{pattern}' finds no part in {nameless.Count} of {samples.Count} file names, e.g. '{nameless[0].RelativePath}'",
                "The pattern must match every picture's file name; leave --group out if every picture shows a part of its own");
        }

        return named;
    }

    private string? PartOf(string fileName)
    {
        try
        {
            var match = pattern!.Match(fileName);
            return !match.Success ? null : match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new EdgeAdException(ErrorCode.GroupPattern, $"--group '{pattern}' takes too long on '{fileName}'", "Simplify the pattern", e);
        }
    }
}
