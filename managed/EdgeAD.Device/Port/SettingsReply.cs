namespace EdgeAD.Device;

/// <summary>The settings in flash as they were written, the password hidden; lines that were never set are at their defaults.</summary>
internal sealed class SettingsReply : IReply
{
    private readonly Application application;
    private readonly Words name = new Words();
    private int at;

    internal SettingsReply(Application application)
    {
        this.application = application;
    }

    internal SettingsReply Start()
    {
        at = 0;
        return this;
    }

    public bool Next(TextBuffer text)
    {
        SettingsFile file = application.File;
        if (at >= file.Length)
            return false;

        int end = SettingsReader.EndOfLine(file.Text, at, file.Length);
        int equals = SettingsReader.Equals(file.Text, at, end);
        name.Split(file.Text, at, equals - at);
        text.Text("set ");
        if (name.Is(0, "WifiPassword"))
            text.Text("WifiPassword = ***");
        else
            text.Copy(file.Text, at, end - at);
        text.End();
        at = end + 1;
        return true;
    }
}
