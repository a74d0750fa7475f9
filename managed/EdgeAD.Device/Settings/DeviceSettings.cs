using System;
using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>Everything that can be set on a camera.</summary>
public sealed class DeviceSettings
{
    /// <summary>Parameters of the line.</summary>
    public readonly LineSettings Line = new LineSettings();

    /// <summary>GPIO number of each signal, -1: not wired. See <see cref="BoardSignal"/>.</summary>
    public readonly int[] Pins = new int[BoardSignal.Count];

    /// <summary>Flags of each signal's pin.</summary>
    public readonly int[] Flags = new int[BoardSignal.Count];

    /// <summary>True when <see cref="Threshold"/> takes the place of the model's own.</summary>
    public bool HasThreshold;

    /// <summary>Threshold of this site.</summary>
    public float Threshold;

    /// <summary>Milliseconds after which a program that decides nothing is started anew; 0: no watchdog.</summary>
    public int Watchdog;

    /// <summary>Name of the Wi-Fi network; empty: none.</summary>
    public readonly TextBuffer WifiName = new TextBuffer(32);

    /// <summary>Its password.</summary>
    public readonly TextBuffer WifiPassword = new TextBuffer(63);

    /// <summary>Host that tells the time.</summary>
    public readonly TextBuffer TimeServer = new TextBuffer(63);

    private readonly LineSettings defaults = new LineSettings();
    private readonly int[] defaultPins;
    private readonly int[] defaultFlags;

    /// <summary>Default settings for a board.</summary>
    /// <param name="pins">The board's default pin of each signal, -1: none.</param>
    /// <param name="flags">Their flags.</param>
    public DeviceSettings(int[] pins, int[] flags)
    {
        defaultPins = pins;
        defaultFlags = flags;
        Reset();
    }

    /// <summary>Back to the defaults.</summary>
    public void Reset()
    {
        for (int i = 0; i < LineFields.Names.Length; i++)
            LineFields.Set(Line, i, LineFields.Get(defaults, i));
        Line.EmptyFrom = defaults.EmptyFrom;
        Line.EmptyTo = defaults.EmptyTo;
        Array.Copy(defaultPins, 0, Pins, 0, Pins.Length);
        Array.Copy(defaultFlags, 0, Flags, 0, Flags.Length);
        HasThreshold = false;
        Threshold = 0f;
        Watchdog = 400;
        WifiName.Clear();
        WifiPassword.Clear();
        TimeServer.Clear();
        TimeServer.Text("pool.ntp.org");
    }

    /// <summary>Checks that the values make sense together.</summary>
    /// <returns>An empty text, or the first thing that is wrong and what to do about it.</returns>
    public string Check()
    {
        string wrong = Line.Check();
        if (wrong.Length != 0)
            return wrong;
        if (Watchdog != 0 && (Watchdog < 100 || Watchdog > 60000)) return "Watchdog must be 100 to 60000 ms, or 0.";
        if (Watchdog != 0 && Watchdog * 1000L <= Line.TriggerDelay + Line.JudgementTimeout)
            return "Watchdog must be longer than TriggerDelay + JudgementTimeout: it is fed by decisions.";
        return TwoOnOnePin() ? "Two signals have one pin: give each its own, or -1." : "";
    }

    private bool TwoOnOnePin()
    {
        for (int i = 0; i < Pins.Length; i++)
        {
            for (int other = 0; other < i; other++)
            {
                if (Pins[i] >= 0 && Pins[i] == Pins[other])
                    return true;
            }
        }

        return false;
    }
}
