namespace EdgeAD.Vision.Reporting;

/// <summary>A table of name, figure and remark for a section of a report.</summary>
public static class FactTable
{
    /// <summary>The table as HTML; all texts are escaped.</summary>
    public static string Html(IEnumerable<(string Name, string Value, string Remark)> facts)
    {
        var html = new Xml();
        html.Open("table", ("class", "card-table")).Open("tbody");
        foreach ((string name, string value, string remark) in facts)
            html.Open("tr").Element("th", name).Element("td", value).Element("td", remark).Close();
        return html.Close().Close().ToString();
    }
}
