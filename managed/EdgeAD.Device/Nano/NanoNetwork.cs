using System;
using System.Threading;
using nanoFramework.Networking;

namespace EdgeAD.Device;

/// <summary>Wi-Fi and SNTP in a thread of their own, below the inspection's priority.</summary>
public sealed class NanoNetwork : INetwork
{
    private const long UnixEpoch = 621355968000000000;
    private const int FirstSaneYear = 2026;

    private string name = "";
    private string password = "";
    private string server = "";

    /// <summary>Milliseconds since 1970 UTC, or -1 until the clock of the chip has been set: it starts in 1970.</summary>
    public long UtcMilliseconds
    {
        get
        {
            DateTime now = DateTime.UtcNow;
            return now.Year < FirstSaneYear ? -1 : (now.Ticks - UnixEpoch) / 10000;
        }
    }

    /// <summary>True while connected.</summary>
    public bool Connected { get; private set; }

    /// <summary>Connects in the background and again whenever the connection is lost.</summary>
    public void Start(DeviceSettings settings)
    {
        name = Text(settings.WifiName);
        password = Text(settings.WifiPassword);
        server = Text(settings.TimeServer);
        Thread thread = new Thread(Work);
        thread.Priority = ThreadPriority.Lowest;
        thread.Start();
    }

    private void Work()
    {
        while (true)
        {
            CancellationTokenSource patience = new CancellationTokenSource(30000);
            Connected = WifiNetworkHelper.ConnectDhcp(name, password, requiresDateTime: false, token: patience.Token);
            if (Connected && !Sntp.IsStarted)
            {
                Sntp.Server1 = server;
                Sntp.Start();
            }

            Thread.Sleep(60000);
        }
    }

    private static string Text(TextBuffer text)
    {
        char[] chars = new char[text.Count];
        for (int i = 0; i < chars.Length; i++)
            chars[i] = (char)text.Bytes[i];
        return new string(chars);
    }
}
