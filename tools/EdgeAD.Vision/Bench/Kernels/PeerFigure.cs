namespace EdgeAD.Vision.Bench;

/// <summary>Another runtime on the same backbone.</summary>
/// <param name="Name">Name and kind of arithmetic.</param>
/// <param name="Target">Target that it is compared on.</param>
/// <param name="Unit"><c>us</c> or <c>instructions</c>.</param>
/// <param name="Value">The figure.</param>
/// <param name="Measured">In the same run; else it was measured earlier, on another machine of its kind where it is a time.</param>
public sealed record PeerFigure(string Name, string Target, string Unit, double Value, bool Measured)
{
    /// <summary>
    /// Figures of runtimes that no package brings here, MobileNetV2-0.35 at 96x96 cut at block_6_expand: instructions counted in QEMU, times on one x86-64
    /// core with AVX-512 (Zen 4, 3.66 GHz).
    /// </summary>
    public static IReadOnlyList<PeerFigure> Earlier { get; } =
    [
        new("XNNPACK int8", TableFigures.Host, "us", 141, false),
        new("CMSIS-NN in plain C", TableFigures.Host, "us", 2506, false),
        new("TFLite Micro reference", TableFigures.Host, "us", 27900, false),
        new("onnxruntime-web fp32", "wasm", "us", 1194, false),
        new("CMSIS-NN", "cortex-m4", "instructions", 29.5e6, false),
        new("CMSIS-NN", "cortex-m7", "instructions", 29.6e6, false),
        new("CMSIS-NN", "cortex-m55", "instructions", 8.79e6, false),
        new("ESP-NN", "esp32s3", "instructions", 17.4e6, false),
    ];
}
