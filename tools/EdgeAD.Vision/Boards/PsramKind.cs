using System.Text.Json.Serialization;

namespace EdgeAD.Vision.Boards;

/// <summary>How external RAM is connected. Octal PSRAM takes GPIO33 to GPIO37.</summary>
public enum PsramKind
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("quad")]
    Quad,

    [JsonStringEnumMemberName("octal")]
    Octal,
}
