using Google.FlatBuffers;

namespace EdgeAD.Vision.Backbones.Import.TfLite;

/// <summary>A table of a TFLite file, read by field number (schema.fbs, version 3); every access is bounds-checked by <see cref="ByteBuffer"/>.</summary>
internal sealed class TfLiteTable
{
    private readonly Table _table;

    private TfLiteTable(int position, ByteBuffer bytes) => _table = new Table(position, bytes);

    public static TfLiteTable Root(byte[] file)
    {
        var bytes = new ByteBuffer(file);
        return new TfLiteTable(bytes.GetInt(0), bytes);
    }

    public int Int(int field, int otherwise = 0) => At(field) is var at && at == 0 ? otherwise : _table.bb.GetInt(at);

    public int Byte(int field, int otherwise = 0) => At(field) is var at && at == 0 ? otherwise : _table.bb.GetSbyte(at);

    public string Text(int field) => At(field) is var at && at == 0 ? "" : _table.__string(at);

    public TfLiteTable? Child(int field) => At(field) is var at && at == 0 ? null : new TfLiteTable(_table.__indirect(at), _table.bb);

    public TfLiteTable[] Children(int field)
    {
        (int start, int count) = Vector(field, 4);
        var result = new TfLiteTable[count];
        for (int i = 0; i < count; i++)
            result[i] = new TfLiteTable(_table.__indirect(start + 4 * i), _table.bb);
        return result;
    }

    public int[] Ints(int field)
    {
        (int start, int count) = Vector(field, 4);
        return Enumerable.Range(0, count).Select(i => _table.bb.GetInt(start + 4 * i)).ToArray();
    }

    public long[] Longs(int field)
    {
        (int start, int count) = Vector(field, 8);
        return Enumerable.Range(0, count).Select(i => _table.bb.GetLong(start + 8 * i)).ToArray();
    }

    public float[] Floats(int field)
    {
        (int start, int count) = Vector(field, 4);
        return Enumerable.Range(0, count).Select(i => _table.bb.GetFloat(start + 4 * i)).ToArray();
    }

    public byte[] Bytes(int field)
    {
        (int start, int count) = Vector(field, 1);
        return _table.bb.ToArray(start, count);
    }

    private int At(int field) => _table.__offset(4 + 2 * field) is var o && o == 0 ? 0 : o + _table.bb_pos;

    private (int Start, int Count) Vector(int field, int size)
    {
        int offset = _table.__offset(4 + 2 * field);
        if (offset == 0)
            return (0, 0);
        (int start, int count) = (_table.__vector(offset), _table.__vector_len(offset));
        if (count < 0 || start < 0 || (long)start + (long)count * size > _table.bb.Length)
            throw new ArgumentOutOfRangeException(nameof(field), "a vector reaches beyond the end of the file");
        return (start, count);
    }
}
