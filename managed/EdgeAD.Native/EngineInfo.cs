namespace EdgeAD.Native;

/// <summary>Facts about an opened model.</summary>
public sealed class EngineInfo
{
    /// <summary>How many numbers <see cref="KernelCalls.GetInfo"/> fills.</summary>
    internal const int Numbers = 13;

    internal EngineInfo(int[] numbers, float threshold, byte[] sha)
    {
        InputWidth = numbers[0];
        InputHeight = numbers[1];
        InputChannels = numbers[2];
        TensorCount = numbers[3];
        LayerCount = numbers[4];
        GoldenCount = numbers[5];
        GridRows = numbers[6];
        GridColumns = numbers[7];
        Dimensions = numbers[8];
        Components = numbers[9];
        EngineBytes = numbers[10];
        ArenaBytes = numbers[11];
        Counter = numbers[12];
        Threshold = threshold;
        Sha256 = Hex(sha);
    }

    /// <summary>Columns of the model's input.</summary>
    public int InputWidth { get; }

    /// <summary>Rows of the model's input.</summary>
    public int InputHeight { get; }

    /// <summary>Channels of the model's input.</summary>
    public int InputChannels { get; }

    /// <summary>Feature maps of the layer plan.</summary>
    public int TensorCount { get; }

    /// <summary>Layers.</summary>
    public int LayerCount { get; }

    /// <summary>Golden vectors that the self-test replays.</summary>
    public int GoldenCount { get; }

    /// <summary>Rows of the cell grid.</summary>
    public int GridRows { get; }

    /// <summary>Columns of the cell grid.</summary>
    public int GridColumns { get; }

    /// <summary>Numbers per cell after the projection.</summary>
    public int Dimensions { get; }

    /// <summary>Components of the Gaussian mixture.</summary>
    public int Components { get; }

    /// <summary>Working memory in bytes, rows of feature maps included.</summary>
    public int EngineBytes { get; }

    /// <summary>Line buffers in bytes.</summary>
    public int ArenaBytes { get; }

    /// <summary>Update counter of the model.</summary>
    public int Counter { get; }

    /// <summary>Threshold as shipped.</summary>
    public float Threshold { get; }

    /// <summary>SHA-256 of the model's content, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    private static string Hex(byte[] bytes)
    {
        const string digits = "0123456789abcdef";
        char[] text = new char[bytes.Length * 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = digits[bytes[i] >> 4];
            text[2 * i + 1] = digits[bytes[i] & 15];
        }

        return new string(text);
    }
}
