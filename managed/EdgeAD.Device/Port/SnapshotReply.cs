using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>The next frame that is exposed, for aiming: its shape, its bytes in Base64, their CRC-32.</summary>
internal sealed class SnapshotReply : IReply
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const int PerLine = 192;
    private const long Patience = 10_000_000;

    private readonly Application application;
    private readonly IBoard board;
    private readonly int[] shape = new int[5];
    private readonly byte[] piece = new byte[PerLine];
    private readonly Checksum sum = new Checksum();
    private long until;
    private int offset;
    private bool waiting;

    internal SnapshotReply(Application application, IBoard board)
    {
        this.application = application;
        this.board = board;
    }

    internal SnapshotReply Start()
    {
        waiting = board.StartSnapshot(application.Model.Handle) == 0;
        until = board.Now() + Patience;
        offset = 0;
        sum.Clear();
        return this;
    }

    public bool Next(TextBuffer text)
    {
        if (offset == 0 && board.TryGetSnapshot(application.Model.Handle, shape) != 0)
        {
            if (waiting && board.Now() < until)
                return true;

            text.Text("none no picture was taken within 10 s; trigger one").End();
            return false;
        }

        if (offset == 0)
        {
            text.Text("frame ").Number(shape[0]).Byte(' ').Number(shape[1]).Byte(' ').Number(shape[2]).Byte(' ').Number(shape[3]);
            text.Byte(' ').Number(shape[4]).End();
        }

        int count = board.ReadSnapshot(application.Model.Handle, offset, piece, PerLine);
        if (count > 0)
        {
            offset += count;
            sum.Add(piece, count);
            text.Text("data ");
            Encode(text, count);
            text.End();
            return true;
        }

        text.Text("crc ").Hex(sum.Value, 8).End();
        return false;
    }

    private void Encode(TextBuffer text, int count)
    {
        for (int i = 0; i < count; i += 3)
        {
            int left = count - i;
            int bits = piece[i] << 16 | (left > 1 ? piece[i + 1] << 8 : 0) | (left > 2 ? piece[i + 2] : 0);
            text.Byte(Letters[bits >> 18]).Byte(Letters[(bits >> 12) & 63]);
            text.Byte(left > 1 ? Letters[(bits >> 6) & 63] : '=').Byte(left > 2 ? Letters[bits & 63] : '=');
        }
    }
}
