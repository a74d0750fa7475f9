using System;
using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>The settings in flash: loads them, and replaces single lines after checking the whole.</summary>
public sealed class SettingsFile
{
    private readonly TextStore store;
    private readonly SettingsReader reader = new SettingsReader();
    private readonly DeviceSettings trial;
    private readonly Words words = new Words();
    private readonly byte[] text = new byte[TextStore.LongestText];
    private readonly TextBuffer next = new TextBuffer(TextStore.LongestText);

    /// <summary>Settings in a region of flash.</summary>
    /// <param name="storage">The region.</param>
    /// <param name="trial">Settings to try changes on.</param>
    public SettingsFile(IStorage storage, DeviceSettings trial)
    {
        store = new TextStore(storage);
        this.trial = trial;
    }

    /// <summary>The text; the first <see cref="Length"/> bytes count.</summary>
    public byte[] Text
    {
        get { return text; }
    }

    /// <summary>Bytes of the text.</summary>
    public int Length { get; private set; }

    /// <summary>Line of the last error, from 1; 0 when it belongs to no single line.</summary>
    public int ErrorLine
    {
        get { return reader.Line; }
    }

    /// <summary>Loads the settings; without any in flash they are the defaults.</summary>
    /// <returns>An empty text, or what is wrong with them.</returns>
    public string Load(DeviceSettings settings)
    {
        int length = store.Load(text);
        Length = length < 0 ? 0 : length;
        return reader.Read(text, Length, settings);
    }

    /// <summary>Sets one value, or removes it.</summary>
    /// <param name="line">Bytes that hold the name and the value.</param>
    /// <param name="name">Where the name begins.</param>
    /// <param name="nameLength">Its length.</param>
    /// <param name="value">Where the value begins.</param>
    /// <param name="valueLength">Its length; 0 removes the line, so that the default counts.</param>
    /// <returns>An empty text, or why nothing was changed.</returns>
    public string Set(byte[] line, int name, int nameLength, int value, int valueLength)
    {
        next.Clear();
        CopyOthers(line, name, nameLength);
        if (next.Room < nameLength + valueLength + 4)
            return "The settings are full: remove lines that are not needed.";
        if (valueLength > 0)
            next.Copy(line, name, nameLength).Text(" = ").Copy(line, value, valueLength).End();

        string wrong = reader.Read(next.Bytes, next.Count, trial);
        if (wrong.Length != 0)
            return wrong;
        if (!store.Save(next.Bytes, next.Count))
            return "Flash failed; the old settings are still there.";

        Array.Copy(next.Bytes, 0, text, 0, next.Count);
        Length = next.Count;
        return "";
    }

    /// <summary>Copies all lines but those that set the same name.</summary>
    private void CopyOthers(byte[] line, int name, int nameLength)
    {
        int start = 0;
        while (start < Length)
        {
            int end = SettingsReader.EndOfLine(text, start, Length);
            words.Split(text, start, SettingsReader.Equals(text, start, end) - start);
            bool same = words.Count == 1 && words.Length(0) == nameLength;
            for (int i = 0; same && i < nameLength; i++)
                same = (text[words.Start(0) + i] | 32) == (line[name + i] | 32);
            if (!same)
                next.Copy(text, start, end - start).End();
            start = end + 1;
        }
    }
}
