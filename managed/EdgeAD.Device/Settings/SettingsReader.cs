using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>
/// Reads settings: one <c>Name = value</c> per line, in any order; empty lines and lines that begin with # mean nothing. Pins are
/// <c>pin.trig = 4 inverted pullup</c>.
/// </summary>
public sealed class SettingsReader
{
    private const string PinPrefix = "pin.";

    private readonly Words key = new Words();
    private readonly Words value = new Words();
    private readonly long[] number = new long[1];
    private readonly float[] real = new float[1];

    /// <summary>Line of the last error, from 1; 0 when it belongs to no single line.</summary>
    public int Line { get; private set; }

    /// <summary>Reads a text over the defaults.</summary>
    /// <param name="text">ASCII.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="settings">Receives the values; half filled when there is an error.</param>
    /// <returns>An empty text, or what is wrong.</returns>
    public string Read(byte[] text, int length, DeviceSettings settings)
    {
        settings.Reset();
        Line = 0;
        int start = 0;
        while (start < length)
        {
            Line++;
            int end = EndOfLine(text, start, length);
            string wrong = ReadLine(text, start, end, settings);
            if (wrong.Length != 0)
                return wrong;
            start = end + 1;
        }

        Line = 0;
        return settings.Check();
    }

    /// <summary>End of the line that begins at a place: the place of its line feed, or the end of the text.</summary>
    public static int EndOfLine(byte[] text, int start, int length)
    {
        int end = start;
        while (end < length && text[end] != '\n')
            end++;
        return end;
    }

    /// <summary>Place of the equals sign in a line, or its end.</summary>
    public static int Equals(byte[] text, int start, int end)
    {
        int at = start;
        while (at < end && text[at] != '=')
            at++;
        return at;
    }

    private string ReadLine(byte[] text, int start, int end, DeviceSettings settings)
    {
        int equals = Equals(text, start, end);
        key.Split(text, start, equals - start);
        if (key.Count == 0 && equals == end)
            return "";
        if (key.Count > 0 && text[key.Start(0)] == '#')
            return "";
        if (key.Count != 1 || equals == end)
            return "A setting is written Name = value.";

        value.Split(text, equals + 1, end - equals - 1);
        if (value.Count == 0)
            return "The value is missing.";
        if (IsPin(text))
            return ReadPin(text, settings);
        for (int field = 0; field < LineFields.Names.Length; field++)
        {
            if (key.Is(0, LineFields.Names[field]))
                return ReadField(field, settings.Line);
        }

        return ReadOther(text, settings);
    }

    private string ReadField(int field, LineSettings line)
    {
        string[] choices = LineFields.ChoicesOf(field);
        for (int i = 0; i < choices.Length; i++)
        {
            if (value.Is(0, choices[i]))
            {
                LineFields.Set(line, field, i);
                return "";
            }
        }

        if (choices.Length > 0)
            return "The value is none of the words that this setting knows.";
        if (value.Count != 1 || !value.TryNumber(0, number) || number[0] > int.MaxValue * 4L || number[0] < 0)
            return "The value is no whole number from 0 on.";

        LineFields.Set(line, field, number[0]);
        return LineFields.Get(line, field) == number[0] ? "" : "The number is too large.";
    }

    private string ReadOther(byte[] text, DeviceSettings settings)
    {
        if (key.Is(0, "WifiName"))
            return Take(text, settings.WifiName);
        if (key.Is(0, "WifiPassword"))
            return Take(text, settings.WifiPassword);
        if (key.Is(0, "TimeServer"))
            return Take(text, settings.TimeServer);
        if (key.Is(0, "Watchdog"))
        {
            if (!value.TryNumber(0, number) || number[0] < 0 || number[0] > 60000)
                return "The value is no number from 0 to 60000.";
            settings.Watchdog = (int)number[0];
            return "";
        }

        bool threshold = key.Is(0, "Threshold");
        bool from = key.Is(0, "EmptyFrom");
        if (!threshold && !from && !key.Is(0, "EmptyTo"))
            return "There is no setting of this name.";
        if (!value.TryDecimal(0, real))
            return "The value is no number.";

        if (threshold)
        {
            settings.HasThreshold = true;
            settings.Threshold = real[0];
        }
        else if (from)
        {
            settings.Line.EmptyFrom = real[0];
        }
        else
        {
            settings.Line.EmptyTo = real[0];
        }

        return "";
    }

    /// <summary>The rest of the line, spaces inside included.</summary>
    private string Take(byte[] text, TextBuffer into)
    {
        int last = value.Count - 1;
        int length = value.Start(last) + value.Length(last) - value.Start(0);
        into.Clear();
        if (length > into.Room)
            return "The text is too long.";

        into.Copy(text, value.Start(0), length);
        return "";
    }

    private bool IsPin(byte[] text)
    {
        if (key.Length(0) <= PinPrefix.Length)
            return false;

        for (int i = 0; i < PinPrefix.Length; i++)
        {
            if (text[key.Start(0) + i] != PinPrefix[i])
                return false;
        }

        return true;
    }

    private string ReadPin(byte[] text, DeviceSettings settings)
    {
        int start = key.Start(0) + PinPrefix.Length;
        key.Split(text, start, key.Length(0) - PinPrefix.Length);
        int signal = 0;
        while (signal < BoardSignal.Count && !key.Is(0, BoardSignal.Names[signal]))
            signal++;
        if (signal == BoardSignal.Count)
            return "There is no signal of this name.";
        if (!value.TryNumber(0, number) || number[0] < -1 || number[0] > 48)
            return "A pin is a number from 0 to 48, or -1.";

        int flags = 0;
        for (int i = 1; i < value.Count; i++)
        {
            if (value.Is(i, "inverted"))
                flags |= BoardSignal.Inverted;
            else if (value.Is(i, "pullup"))
                flags |= BoardSignal.PullUp;
            else if (value.Is(i, "pulldown"))
                flags |= BoardSignal.PullDown;
            else
                return "Behind a pin stand inverted, pullup, pulldown or nothing.";
        }

        settings.Pins[signal] = (int)number[0];
        settings.Flags[signal] = flags;
        return "";
    }
}
