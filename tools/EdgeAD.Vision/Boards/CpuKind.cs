using System.Text.Json.Serialization;

namespace EdgeAD.Vision.Boards;

/// <summary>Kinds of processors that boards have.</summary>
public enum CpuKind
{
    /// <summary>ESP32-S3: Xtensa LX7 with vector instructions.</summary>
    [JsonStringEnumMemberName("esp32s3")]
    Esp32S3,

    /// <summary>The computer that runs the tool.</summary>
    [JsonStringEnumMemberName("host")]
    Host,
}
