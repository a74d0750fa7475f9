namespace EdgeAD.Device;

/// <summary>The model in the active slot and its engine.</summary>
public sealed class Model
{
    private const string Digits = "0123456789abcdef";

    private readonly IBoard board;
    private readonly int[] numbers = new int[13];
    private readonly float[] shipped = new float[1];
    private readonly byte[] sha = new byte[32];

    /// <summary>Opens the active model; <see cref="Status"/> says whether there is one.</summary>
    public Model(IBoard board)
    {
        this.board = board;
        Hash = "";
        int opened = board.Open(-1);
        if (opened <= 0)
        {
            Status = -opened;
            return;
        }

        Handle = opened;
        Status = board.GetInfo(Handle, numbers, shipped, sha);
        Threshold = shipped[0];
        Cells = new float[GridRows * GridColumns];
        char[] hex = new char[64];
        for (int i = 0; i < 32; i++)
        {
            hex[2 * i] = Digits[sha[i] >> 4];
            hex[2 * i + 1] = Digits[sha[i] & 15];
        }

        Hash = new string(hex);
    }

    /// <summary>The open engine, or 0.</summary>
    public int Handle { get; private set; }

    /// <summary>SHA-256 of the model, 64 hexadecimal digits; empty without a model.</summary>
    public string Hash { get; private set; }

    /// <summary>Status with which the model was refused or failed its self-test; 0 while all is well.</summary>
    public int Status { get; private set; }

    /// <summary>True when it failed.</summary>
    public bool Failed
    {
        get { return Status != 0; }
    }

    /// <summary>Threshold that is applied.</summary>
    public float Threshold { get; private set; }

    /// <summary>Threshold as shipped with the model.</summary>
    public float ShippedThreshold
    {
        get { return shipped[0]; }
    }

    /// <summary>Rows of the cell grid.</summary>
    public int GridRows
    {
        get { return numbers[6]; }
    }

    /// <summary>Columns of the cell grid.</summary>
    public int GridColumns
    {
        get { return numbers[7]; }
    }

    /// <summary>Update counter of the model.</summary>
    public int Counter
    {
        get { return numbers[12]; }
    }

    /// <summary>Cell scores of the last frame, [row][column]; read by <see cref="ReadCells"/>.</summary>
    public float[] Cells { get; private set; } = new float[0];

    /// <summary>Another threshold from the next frame on.</summary>
    /// <returns>False when it is refused.</returns>
    internal bool SetThreshold(float threshold)
    {
        if (board.SetThreshold(Handle, threshold) != 0)
            return false;

        Threshold = threshold;
        return true;
    }

    /// <summary>Fetches the cell scores of the last frame.</summary>
    /// <returns>False when none is there, or one is being judged.</returns>
    internal bool ReadCells()
    {
        return board.GetCells(Handle, Cells) == 0;
    }

    /// <summary>The self-test failed.</summary>
    internal void Fail(int status)
    {
        Status = status;
    }
}
