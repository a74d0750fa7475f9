using System.Globalization;

namespace EdgeAD.Vision.Reporting;

/// <summary>How figures are written for people; always with a point, never depending on the culture.</summary>
public static class Figures
{
    /// <summary>What stands where the data give no figure.</summary>
    public const string None = "n/a";

    /// <summary>Three decimals, e.g. an AUROC.</summary>
    public static string Ratio(double? value) => value is { } v ? v.ToString("0.000", CultureInfo.InvariantCulture) : None;

    /// <summary>One decimal and a percent sign.</summary>
    public static string Percent(double? value) => value is { } v ? (100 * v).ToString("0.0", CultureInfo.InvariantCulture) + " %" : None;

    /// <summary>An interval of percentages, e.g. <c>0.0-7.1 %</c>.</summary>
    public static string PercentInterval(double[]? interval) => interval is [double low, double high]
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * low:0.0}-{100 * high:0.0} %")
        : None;

    /// <summary>A score with three significant decimals.</summary>
    public static string Score(float value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Bytes in KB (1024) with one decimal from 10 KB on, else bytes.</summary>
    public static string Bytes(long bytes) => bytes < 10 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB");

    /// <summary>Milliseconds.</summary>
    public static string Milliseconds(double? value) => value is { } v ? v.ToString(v < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " ms" : None;

    /// <summary>Large counts in millions or thousands.</summary>
    public static string Count(long value) => value switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.00} M"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.0} k"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
