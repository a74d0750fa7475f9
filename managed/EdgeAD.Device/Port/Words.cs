namespace EdgeAD.Device;

/// <summary>A line of text taken apart into words, without allocations.</summary>
public sealed class Words
{
    private const int Most = 8;

    private readonly int[] starts = new int[Most];
    private readonly int[] lengths = new int[Most];
    private byte[] text = new byte[0];

    /// <summary>How many words there are, at most 8; what follows belongs to none.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a piece of text apart at spaces.</summary>
    public void Split(byte[] line, int start, int length)
    {
        text = line;
        Count = 0;
        int end = start + length;
        int at = start;
        while (Count < Most)
        {
            while (at < end && line[at] <= ' ')
                at++;
            if (at == end)
                return;

            starts[Count] = at;
            while (at < end && line[at] > ' ')
                at++;
            lengths[Count] = at - starts[Count];
            Count++;
        }
    }

    /// <summary>Where a word begins in the text.</summary>
    public int Start(int word)
    {
        return starts[word];
    }

    /// <summary>How long it is.</summary>
    public int Length(int word)
    {
        return lengths[word];
    }

    /// <summary>True when there is such a word and it is this one; capitals do not matter.</summary>
    public bool Is(int word, string expected)
    {
        if (word >= Count || lengths[word] != expected.Length)
            return false;

        for (int i = 0; i < expected.Length; i++)
        {
            if (Lower(text[starts[word] + i]) != Lower(expected[i]))
                return false;
        }

        return true;
    }

    /// <summary>Reads a whole number.</summary>
    /// <param name="word">Which word.</param>
    /// <param name="value">Receives it; length 1.</param>
    /// <returns>False when it is none, or has more than 15 digits.</returns>
    public bool TryNumber(int word, long[] value)
    {
        if (word >= Count)
            return false;

        int at = starts[word];
        int end = at + lengths[word];
        bool negative = text[at] == '-';
        if (negative)
            at++;
        if (at == end || end - at > 15)
            return false;

        long number = 0;
        for (; at < end; at++)
        {
            if (text[at] < '0' || text[at] > '9')
                return false;
            number = number * 10 + (text[at] - '0');
        }

        value[0] = negative ? -number : number;
        return true;
    }

    /// <summary>Reads a number with or without decimals.</summary>
    /// <param name="word">Which word.</param>
    /// <param name="value">Receives it; length 1.</param>
    /// <returns>False when it is none, or has more than 15 digits.</returns>
    public bool TryDecimal(int word, float[] value)
    {
        if (word >= Count || lengths[word] > 17)
            return false;

        int at = starts[word];
        int end = at + lengths[word];
        bool negative = text[at] == '-';
        if (negative)
            at++;

        long digits = 0;
        double scale = 1;
        bool point = false;
        int count = 0;
        for (; at < end; at++)
        {
            if (text[at] == '.' && !point)
            {
                point = true;
                continue;
            }

            if (text[at] < '0' || text[at] > '9')
                return false;
            digits = digits * 10 + (text[at] - '0');
            count++;
            if (point)
                scale *= 10;
        }

        if (count == 0 || count > 15)
            return false;

        value[0] = (float)((negative ? -digits : digits) / scale);
        return true;
    }

    private static int Lower(int c)
    {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
