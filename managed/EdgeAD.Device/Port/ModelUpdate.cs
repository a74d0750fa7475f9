namespace EdgeAD.Device;

/// <summary>
/// A new model over the status port: into the idle slot piece by piece, then the checks, then a trial from the next start on. Nothing here decides
/// whether it is a good one: signature, counter, structure and golden vectors are the firmware's (docs/model-update.md).
/// </summary>
internal sealed class ModelUpdate
{
    private const int Flash = 34;
    private static readonly string[] States = new string[] { "idle", "erasing", "writing", "checking", "pending" };

    private readonly IBoard board;
    private readonly byte[] piece = new byte[132];
    private readonly long[] number = new long[1];

    internal ModelUpdate(IBoard board)
    {
        this.board = board;
    }

    /// <summary>Carries out <c>update</c>, <c>update BYTES</c>, <c>update data OFFSET BASE64</c> or <c>update finish</c>.</summary>
    /// <returns>An empty text, or why it is refused.</returns>
    internal string Run(Words words, byte[] request, int partsInFlight, TextBuffer text)
    {
        string wrong = "";
        if (words.Is(1, "data"))
            wrong = Write(words, request);
        else if (words.Is(1, "finish"))
            wrong = board.FinishUpdate() == 0 ? "" : "bytes are missing, or no update was begun";
        else if (words.Count > 1)
            wrong = Begin(words, partsInFlight);
        if (wrong.Length != 0)
            return wrong;

        int state = board.UpdateState();
        text.Text("update ");
        if (state >= 0 && state < States.Length)
            text.Text(States[state]).End();
        else
            text.Text("refused ").Number(-state).End();
        return "";
    }

    private string Begin(Words words, int partsInFlight)
    {
        if (words.Count != 2 || !words.TryNumber(1, number) || number[0] < 1 || number[0] > 16777216)
            return "update takes the size of the model in bytes, data OFFSET BASE64, or finish";
        if (partsInFlight > 0)
            return "parts are on their way; ask again when the belt is empty";
        return board.BeginUpdate((int)number[0]) == 0 ? "" : "it does not fit the slot, or the model on trial has not proved itself yet";
    }

    private string Write(Words words, byte[] request)
    {
        int count = words.Count == 4 && words.TryNumber(2, number) && number[0] >= 0 && number[0] < 16777216 ? Decode(request, words.Start(3), words.Length(3)) : -1;
        if (count <= 0)
            return "update data takes an offset and up to 132 bytes in Base64";

        int status = board.WriteUpdate((int)number[0], piece, count);
        if (status == Flash)
            return "flash cannot be written";
        return status == 0 ? "" : "not the next piece, or still erasing";
    }

    /// <summary>Base64 into <see cref="piece"/>.</summary>
    /// <returns>How many bytes; -1: it is none.</returns>
    private int Decode(byte[] text, int start, int length)
    {
        if (length % 4 != 0 || length / 4 * 3 > piece.Length)
            return -1;

        int count = 0;
        for (int i = 0; i < length; i += 4)
        {
            int bits = 0;
            int padding = 0;
            for (int j = 0; j < 4; j++)
            {
                int c = text[start + i + j];
                bool pad = c == '=' && i + 4 == length && j >= 2;
                int value = pad ? 0 : Value(c);
                if (value < 0 || (padding > 0 && !pad))
                    return -1;
                padding += pad ? 1 : 0;
                bits = (bits << 6) | value;
            }

            for (int j = 0; j < 3 - padding; j++)
                piece[count++] = (byte)(bits >> (16 - 8 * j));
        }

        return count;
    }

    private static int Value(int c)
    {
        if (c >= 'A' && c <= 'Z') return c - 'A';
        if (c >= 'a' && c <= 'z') return c - 'a' + 26;
        if (c >= '0' && c <= '9') return c - '0' + 52;
        if (c == '+') return 62;
        return c == '/' ? 63 : -1;
    }
}
