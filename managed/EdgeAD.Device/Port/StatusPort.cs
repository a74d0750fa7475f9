namespace EdgeAD.Device;

/// <summary>
/// The line protocol of the status port: requests of one line, answers of any number of lines that end with "ok" or "error TEXT". See
/// docs/device-protocol.md. Never waits: it reads and writes what the port has and takes.
/// </summary>
internal sealed class StatusPort
{
    private const int LongestRequest = 200;

    /// <summary>How long a request may wait for a moment in which no part is judged; then it is carried out all the same.</summary>
    private const long Patience = 2_000_000;

    /// <summary>How long the port's own buffer may need for the end of an answer.</summary>
    private const long Parting = 20_000;

    private readonly Application application;
    private readonly IBoard board;
    private readonly Commands commands;
    private readonly Words words = new Words();
    private readonly byte[] input = new byte[64];
    private readonly byte[] request = new byte[LongestRequest];
    private readonly TextBuffer output = new TextBuffer(512);
    private int taken;
    private int inputCount;
    private int length;
    private int sent;
    private bool tooLong;
    private bool answering;
    private bool waiting;
    private long patience;
    private long sentAt;

    internal StatusPort(Application application, IBoard board, INetwork network)
    {
        this.application = application;
        this.board = board;
        commands = new Commands(application, board, network);
    }

    internal void Step()
    {
        Send();
        if (output.Count > 0)
            return;

        if (commands.Restarting && board.Now() - sentAt > Parting && application.Cycle.PartsInFlight == 0)
            board.Restart(); // a part that came after the answer is seen to first
        else if (answering)
            GoOn();
        else if (waiting)
            Answer();
        else
            Receive();
    }

    private void Send()
    {
        if (output.Count == 0)
            return;

        int count = board.WritePort(output.Bytes, sent, output.Count - sent);
        if (count < 0)
        {
            answering = false; // no such port
            sent = output.Count;
        }
        else
        {
            sent += count;
        }

        if (sent == output.Count)
        {
            output.Clear();
            sent = 0;
            sentAt = board.Now();
        }
    }

    private void GoOn()
    {
        answering = commands.Next(output);
        if (!answering)
            output.Text("ok").End();
    }

    private void Receive()
    {
        if (taken == inputCount)
        {
            taken = 0;
            inputCount = board.ReadPort(input);
            if (inputCount < 0)
                inputCount = 0;
        }

        while (taken < inputCount)
        {
            int c = input[taken];
            taken++;
            if (c == '\n' || c == '\r')
            {
                words.Split(request, 0, length);
                length = 0;
                patience = board.Now() + Patience;
                if (words.Count > 0 || tooLong)
                {
                    Answer();
                    return;
                }
            }
            else if (length < LongestRequest)
            {
                request[length] = (byte)c;
                length++;
            }
            else
            {
                tooLong = true;
            }
        }
    }

    private void Answer()
    {
        waiting = !tooLong && commands.MustWait(words) && board.Now() < patience;
        if (waiting)
            return;

        string wrong = tooLong ? "the request is longer than 200 characters" : commands.Run(words, request, output);
        tooLong = false;
        if (wrong.Length != 0)
        {
            output.Clear();
            output.Text("error ").Text(wrong).End();
            return;
        }

        answering = commands.HasMore;
        if (!answering)
            output.Text("ok").End();
    }
}
