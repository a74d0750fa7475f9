namespace EdgeAD.Vision.Reporting;

/// <summary>The frame of every report: one self-contained page that asks for nothing outside of itself.</summary>
internal static class HtmlPage
{
    /// <summary>Builds a page.</summary>
    /// <param name="kicker">What kind of report it is.</param>
    /// <param name="title">Heading.</param>
    /// <param name="lead">A sentence or two below the heading.</param>
    /// <param name="main">Writes the content.</param>
    public static string Build(string kicker, string title, string lead, Action<Xml> main)
    {
        var page = new Xml();
        page.Raw("<!doctype html>\n").Open("html", ("lang", "en")).Open("head");
        page.Raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n");
        page.Element("title", $"EdgeAD: {title}").Open("style").Raw(ReportStyle.Css).Close().Close().Open("body");
        page.Open("header").Element("p", kicker, ("class", "kicker")).Element("h1", title).Element("p", lead, ("class", "muted")).Close();
        page.Open("main");
        main(page);
        return page.Close().Close().Close().ToString();
    }

    /// <summary>A table with a heading row.</summary>
    public static void Table(Xml page, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.Open("div", ("class", "scroll")).Open("table").Open("thead").Open("tr");
        foreach (string cell in head)
            page.Element("th", cell);
        page.Close().Close().Open("tbody");
        foreach (IReadOnlyList<string> row in rows)
        {
            page.Open("tr");
            foreach (string cell in row)
                page.Element("td", cell);
            page.Close();
        }

        page.Close().Close().Close();
    }
}
