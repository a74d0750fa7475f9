namespace EdgeAD.ModelPacker.Cli;

/// <summary>A plain table for the terminal: first column left, the others right-aligned unless said otherwise.</summary>
public sealed class TextTable(params string[] header)
{
    private readonly List<string[]> rows = [];

    /// <summary>Left-aligns every column, for tables of words.</summary>
    public bool AlignLeft { get; init; }

    /// <summary>Adds a row; missing cells at the end stay empty.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length > header.Length)
            throw new ArgumentException($"{cells.Length} cells in a table of {header.Length} columns", nameof(cells));
        rows.Add([.. cells, .. Enumerable.Repeat("", header.Length - cells.Length)]);
    }

    /// <summary>The table, line by line. A header of empty words is left out; without rows and header there are no lines.</summary>
    public IEnumerable<string> Lines()
    {
        bool hasHeader = header.Any(h => h.Length > 0);
        string[][] all = hasHeader ? [header, .. rows] : [.. rows];
        if (all.Length == 0)
            yield break;
        int[] widths = [.. Enumerable.Range(0, header.Length).Select(c => all.Max(row => row[c].Length))];
        for (int r = 0; r < all.Length; r++)
        {
            yield return Line(all[r], widths);
            if (r == 0 && hasHeader)
                yield return string.Join("  ", widths.Select(w => new string('-', w)));
        }
    }

    private string Line(string[] row, int[] widths)
    {
        IEnumerable<string> cells = row.Select((cell, c) => c == 0 || AlignLeft ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
        return string.Join("  ", cells).TrimEnd();
    }
}
