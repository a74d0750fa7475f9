namespace EdgeAD.Training.Tests;

/// <summary>Features of the Keras files at the cut for <see cref="FloatMaps.Waves"/>, computed once and kept. The MobileNetV1 file is also
/// checked against its TFLite twin, in which another tool folded the batch norm.</summary>
internal static class Golden
{
    /// <summary>Which element of a map golden number <paramref name="i"/> is.</summary>
    public static int At(int i, int length) => (int)((long)(2 * i + 1) * length / 48);

    /// <summary>24 numbers spread over the map.</summary>
    public static float[] Of(string file) => file switch
    {
        "mobilenet_v2_0.35_teachable_machine.h5" =>
        [
            0.029657006f, 2.3897748f, 0f, 3.741452f, 6f, 2.1261094f, 0.22533005f, 2.5713186f, 0f, 0.5899707f, 0f, 0f,
            1.8949938f, 0.15871799f, 0f, 0f, 1.9400314f, 0f, 0f, 5.677124f, 1.9107597f, 2.987169f, 0f, 0f,
        ],
        "mobilenet_v1_0.25_96.h5" =>
        [
            0f, 4.433094f, 0.40432775f, 0f, 0f, 0f, 0f, 0f, 0f, 2.013472f, 0.25236142f, 0.92205083f,
            1.8308064f, 1.0449126f, 1.7676582f, 0f, 0f, 1.0747523f, 0.73956466f, 0.83240527f, 0.47651672f, 3.0410514f, 0f, 1.232832f,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    };
}
