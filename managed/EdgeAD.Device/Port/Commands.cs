using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>The requests of the status port.</summary>
internal sealed class Commands
{
    private readonly Application application;
    private readonly IBoard board;
    private readonly StatusReply status;
    private readonly EventsReply events;
    private readonly SnapshotReply snapshot;
    private readonly CellsReply cells;
    private readonly SettingsReply settings;
    private readonly ModelUpdate update;
    private readonly TextBuffer value = new TextBuffer(32);
    private readonly TextBuffer line = new TextBuffer(64);
    private readonly long[] number = new long[1];
    private readonly float[] real = new float[1];
    private IReply reply;

    internal Commands(Application application, IBoard board, INetwork network)
    {
        this.application = application;
        this.board = board;
        status = new StatusReply(application, board, network);
        events = new EventsReply(application);
        snapshot = new SnapshotReply(application, board);
        cells = new CellsReply(application);
        settings = new SettingsReply(application);
        update = new ModelUpdate(board);
        reply = status;
    }

    /// <summary>True when the answer has further lines.</summary>
    internal bool HasMore { get; private set; }

    /// <summary>True once a restart was granted; it follows when the answer is out.</summary>
    internal bool Restarting { get; private set; }

    /// <summary>Further lines; false when the answer is complete.</summary>
    internal bool Next(TextBuffer text)
    {
        HasMore = reply.Next(text);
        return HasMore;
    }

    /// <summary>True for requests that write to flash, which takes some 50 ms: they wait for a moment in which no part is judged.</summary>
    internal bool MustWait(Words words)
    {
        return application.Cycle.Busy && (words.Is(0, "set") || ((words.Is(0, "threshold") || words.Is(0, "update")) && words.Count > 1));
    }

    /// <summary>Carries out a request.</summary>
    /// <returns>An empty text, or why it is refused.</returns>
    internal string Run(Words words, byte[] request, TextBuffer text)
    {
        HasMore = false;
        if (words.Is(0, "status")) return Begin(status.Start());
        if (words.Is(0, "threshold")) return Threshold(words, text);
        if (words.Is(0, "teach")) return Teach(words, text);
        if (words.Is(0, "events")) return Events(words);
        if (words.Is(0, "snapshot")) return application.Model.Handle > 0 ? Begin(snapshot.Start()) : "no model is open";
        if (words.Is(0, "cells")) return Cells();
        if (words.Is(0, "settings")) return Begin(settings.Start());
        if (words.Is(0, "set")) return Set(words, request);
        if (words.Is(0, "update")) return update.Run(words, request, application.Cycle.PartsInFlight, text);
        if (words.Is(0, "restart")) return Restart();
        if (words.Is(0, "help"))
        {
            text.Text("requests status, threshold, teach, events, snapshot, cells, settings, set, update, restart, help").End();
            return "";
        }

        return "there is no such request; help lists them";
    }

    private string Begin(IReply with)
    {
        reply = with;
        HasMore = true;
        return "";
    }

    private string Events(Words words)
    {
        number[0] = 20;
        if (words.Count > 1 && (!words.TryNumber(1, number) || number[0] < 1 || number[0] > 100000))
            return "events takes a number from 1 to 100000";
        return Begin(events.Start((int)number[0], words.Is(2, "kept")));
    }

    private string Cells()
    {
        return application.Model.ReadCells() ? Begin(cells.Start()) : "no picture has been judged, or one is being judged; ask again";
    }

    private string Threshold(Words words, TextBuffer text)
    {
        Model model = application.Model;
        if (words.Count > 1)
        {
            bool reset = words.Is(1, "reset");
            bool accept = words.Is(1, "accept");
            if (accept && !application.TeachIn.Done)
                return "no teach-in is complete";
            if (!reset && !accept && !words.TryDecimal(1, real))
                return "threshold takes a number, reset or accept";
            if (accept)
                real[0] = application.TeachIn.Threshold();

            string wrong = Store(reset, reset ? model.ShippedThreshold : real[0]);
            if (wrong.Length != 0)
                return wrong;
        }

        text.Text("threshold ").Decimal(model.Threshold).End();
        text.Text("shipped ").Decimal(model.ShippedThreshold).End();
        return "";
    }

    /// <summary>Keeps a threshold in flash and applies it.</summary>
    private string Store(bool reset, float threshold)
    {
        value.Clear();
        if (!reset)
            value.Decimal(threshold);
        line.Clear();
        line.Text("Threshold").Copy(value.Bytes, 0, value.Count);
        string wrong = application.File.Set(line.Bytes, 0, line.Count - value.Count, line.Count - value.Count, value.Count);
        if (wrong.Length != 0)
            return wrong;

        return application.Model.SetThreshold(threshold) ? "" : "the engine refuses this threshold";
    }

    private string Teach(Words words, TextBuffer text)
    {
        TeachIn teachIn = application.TeachIn;
        if (words.Is(1, "stop"))
        {
            teachIn.Stop();
        }
        else if (words.Count > 1)
        {
            if (!words.TryNumber(1, number) || !(words.Count == 2 || words.TryDecimal(2, real)))
                return "teach takes the number of good parts and the share of false rejects: teach 200 0.001";
            if (words.Count == 2)
                real[0] = 0.001f;
            if (!(real[0] >= 0f && real[0] <= 1f) || number[0] > TeachIn.Most || !teachIn.Start((int)number[0], (long)(real[0] * 1000000f + 0.5f)))
                return "teach takes 20 to 1000 parts and a share of 0.0001 to 0.2";
        }

        text.Text("parts ").Number(teachIn.Count).Text(" of ").Number(teachIn.Wanted).End();
        if (teachIn.Refused > 0)
            text.Text("refused ").Number(teachIn.Refused).End();
        if (teachIn.Done)
        {
            text.Text("lowest ").Decimal(teachIn.Score(0)).End();
            text.Text("median ").Decimal(teachIn.Score(teachIn.Count / 2)).End();
            text.Text("highest ").Decimal(teachIn.Score(teachIn.Count - 1)).End();
            text.Text("proposal ").Decimal(teachIn.Threshold()).End();
        }

        return "";
    }

    private string Set(Words words, byte[] request)
    {
        if (words.Count < 2)
            return "set takes a name and a value; without a value the default counts again";
        int last = words.Count - 1;
        int start = words.Count > 2 ? words.Start(2) : 0;
        int length = words.Count > 2 ? words.Start(last) + words.Length(last) - start : 0;
        return application.File.Set(request, words.Start(1), words.Length(1), start, length);
    }

    private string Restart()
    {
        if (application.Cycle.PartsInFlight > 0)
            return "parts are on their way; ask again when the belt is empty";

        Restarting = true;
        return "";
    }
}
