using System.Globalization;
using System.Text;

namespace EdgeAD.Vision.Reporting;

/// <summary>Writes HTML and SVG: attributes and text are always escaped, numbers never depend on the culture.</summary>
internal sealed class Xml
{
    private readonly StringBuilder text = new();
    private readonly Stack<string> open = new();

    /// <summary>Escapes text for content and for quoted attributes.</summary>
    public static string Escape(string value) => new StringBuilder(value)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;").ToString();

    /// <summary>A number with at most two decimals.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>Opens an element.</summary>
    public Xml Open(string name, params (string Name, object Value)[] attributes)
    {
        Tag(name, attributes);
        text.Append('>');
        open.Push(name);
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public Xml Close()
    {
        text.Append("</").Append(open.Pop()).Append(">\n");
        return this;
    }

    /// <summary>An element with text in it.</summary>
    public Xml Element(string name, string content, params (string Name, object Value)[] attributes)
    {
        Tag(name, attributes);
        text.Append('>').Append(Escape(content)).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>An element that never has content: shapes of SVG, <c>img</c> of HTML.</summary>
    public Xml Empty(string name, params (string Name, object Value)[] attributes)
    {
        Tag(name, attributes);
        text.Append(" />\n");
        return this;
    }

    /// <summary>Escaped text.</summary>
    public Xml Text(string content)
    {
        text.Append(Escape(content));
        return this;
    }

    /// <summary>Markup that is known to be sound.</summary>
    public Xml Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    public override string ToString() =>
        open.Count == 0 ? text.ToString() : throw new InvalidOperationException($"element '{open.Peek()}' was left open");

    private void Tag(string name, (string Name, object Value)[] attributes)
    {
        text.Append('<').Append(name);
        foreach ((string key, object value) in attributes)
        {
            string content = value is double number ? Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(' ').Append(key).Append("=\"").Append(Escape(content)).Append('"');
        }
    }
}
