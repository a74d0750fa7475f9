using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>Text as bytes, made without allocations and without a culture. What does not fit is cut off.</summary>
public sealed class TextBuffer
{
    private const string Digits = "0123456789abcdef";

    /// <summary>The text; the first <see cref="Count"/> bytes count.</summary>
    public readonly byte[] Bytes;

    private readonly byte[] digits = new byte[20];

    /// <summary>A buffer for so many bytes.</summary>
    public TextBuffer(int capacity)
    {
        Bytes = new byte[capacity];
    }

    /// <summary>Bytes of text.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    public int Room
    {
        get { return Bytes.Length - Count; }
    }

    /// <summary>Forgets the text.</summary>
    public void Clear()
    {
        Count = 0;
    }

    /// <summary>Appends one byte.</summary>
    public TextBuffer Byte(int value)
    {
        if (Count < Bytes.Length)
        {
            Bytes[Count] = (byte)value;
            Count++;
        }

        return this;
    }

    /// <summary>Appends text; characters outside ASCII become question marks.</summary>
    public TextBuffer Text(string text)
    {
        for (int i = 0; i < text.Length; i++)
            Byte(text[i] < 128 ? text[i] : '?');
        return this;
    }

    /// <summary>Appends a piece of another text.</summary>
    public TextBuffer Copy(byte[] text, int start, int length)
    {
        for (int i = 0; i < length; i++)
            Byte(text[start + i]);
        return this;
    }

    /// <summary>Appends a whole number.</summary>
    public TextBuffer Number(long value)
    {
        if (value < 0)
            Byte('-');

        int count = 0;
        do
        {
            long digit = value % 10;
            digits[count] = (byte)('0' + (digit < 0 ? -digit : digit));
            count++;
            value /= 10;
        }
        while (value != 0);

        while (count > 0)
        {
            count--;
            Byte(digits[count]);
        }

        return this;
    }

    /// <summary>Appends a number with four decimals, rounded; "nan" for what is no number, "inf" beyond 9e14.</summary>
    public TextBuffer Decimal(float value)
    {
        if (!(value >= 0f) && !(value < 0f))
            return Text("nan");
        if (value < 0f)
        {
            Byte('-');
            value = -value;
        }

        if (value > 9e14f)
            return Text("inf");

        long whole = (long)value;
        long parts = (long)(((double)value - whole) * 10000.0 + 0.5);
        if (parts == 10000)
        {
            whole++;
            parts = 0;
        }

        Number(whole).Byte('.');
        for (long place = 1000; place > 0; place /= 10)
            Byte('0' + (int)(parts / place % 10));
        return this;
    }

    /// <summary>Appends the lowest digits of a number in hexadecimal.</summary>
    public TextBuffer Hex(long value, int count)
    {
        for (int shift = 4 * (count - 1); shift >= 0; shift -= 4)
            Byte(Digits[(int)((value >> shift) & 15)]);
        return this;
    }

    /// <summary>Appends the end of a line.</summary>
    public TextBuffer End()
    {
        return Byte('\n');
    }
}
