// Made from boards/*.json by tests/EdgeAD.Core.Tests; do not edit. The board is chosen by msbuild -p:Board=NAME.
namespace EdgeAD.Device;

/// <summary>Default pins of the board: GPIO numbers by signal, -1 where it has none. Inputs are pulled down: an open wire reads off.</summary>
public static class BoardPins
{
#if AI_THINKER_S3_CLONE
    public static readonly int[] Pins = new int[] { 1, 40, -1, -1, -1, 21, 38, 41, 42, 39, 47, 2, 14 };
#elif ESP32_S3_EYE
    public static readonly int[] Pins = new int[] { 47, -1, -1, -1, -1, 48, -1, -1, -1, -1, -1, -1, 21 };
#elif FREENOVE_ESP32S3_CAM
    public static readonly int[] Pins = new int[] { 1, 40, -1, -1, -1, 21, 38, 41, 42, 39, 47, 2, 14 };
#elif HOST
    public static readonly int[] Pins = new int[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
#elif LILYGO_T_CAMERAS3
    public static readonly int[] Pins = new int[] { 16, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 15 };
#elif M5STACK_CORES3
    public static readonly int[] Pins = new int[] { 8, 44, -1, -1, -1, 1, 10, 5, 6, 13, 2, 7, 9 };
#elif XIAO_ESP32S3_SENSE
    public static readonly int[] Pins = new int[] { 1, 7, -1, -1, -1, 4, -1, 8, 6, -1, 5, 9, 2 };
#else
#error Say which board: -p:Board=XIAO_ESP32S3_SENSE, or another name from the folder boards
#endif

    public static readonly int[] Flags = new int[] { 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0 };
}
