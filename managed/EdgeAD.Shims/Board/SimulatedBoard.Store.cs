using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>Flash. The model slots are firmware's own matter and tested there; here the active model is simply there.</summary>
public sealed partial class SimulatedBoard
{
    private const int Flash = 34;
    private const int SlotBytes = 512 * 1024;
    private const int Erasing = 1;
    private const int Writing = 2;
    private const int Checking = 3;
    private const int Pending = 4;
    private const long EraseTime = 1_500_000;

    private int updateState;
    private int updated;

    /// <summary>True once the application has said that the model stays.</summary>
    public bool ModelConfirmed { get; private set; }

    /// <inheritdoc />
    public int ActiveSlot() => parts.ModelStatus == 0 ? 0 : -1;

    /// <inheritdoc />
    public int GetSlot(int slot, int[] numbers, byte[] sha)
    {
        if (slot is < 0 or > 1 || numbers.Length < 4 || sha.Length < 32)
            return Argument;

        numbers[0] = slot == 0 ? 2 : 0;
        return Ok;
    }

    /// <inheritdoc />
    public int BeginUpdate(int bytes)
    {
        if (bytes is < 1 or > SlotBytes)
            return Argument;
        if (updateState == Pending)
            return State;

        UpdatedModel = new byte[bytes];
        updated = 0;
        updateState = Erasing;
        clock.At(clock.Now + EraseTime, () => updateState = updateState == Erasing ? Writing : updateState);
        return Ok;
    }

    /// <inheritdoc />
    public int WriteUpdate(int offset, byte[] data, int count)
    {
        if (updateState != Writing)
            return State;
        if (offset != updated || count < 0 || count > data.Length || offset + count > UpdatedModel.Length)
            return Argument;

        Array.Copy(data, 0, UpdatedModel, offset, count);
        updated += count;
        return Ok;
    }

    /// <inheritdoc />
    public int FinishUpdate()
    {
        if (updateState != Writing || updated != UpdatedModel.Length)
            return State;

        updateState = Checking;
        clock.At(clock.Now + SelfTestTime, () => updateState = parts.UpdateRefused == 0 ? Pending : -parts.UpdateRefused);
        return Ok;
    }

    /// <inheritdoc />
    public int UpdateState() => updateState;

    /// <summary>What an update has written so far.</summary>
    public byte[] UpdatedModel { get; private set; } = [];

    /// <inheritdoc />
    public int ConfirmModel()
    {
        ModelConfirmed = true;
        return Ok;
    }

    /// <inheritdoc />
    public int RegionBytes(int region) => Region(region)?.Bytes ?? 0;

    /// <inheritdoc />
    public int ReadRegion(int region, int offset, byte[] buffer, int count) =>
        Fits(region, offset, count, buffer) ? Region(region)!.Read(offset, buffer, count) ? Ok : Flash : Argument;

    /// <inheritdoc />
    public int WriteRegion(int region, int offset, byte[] data, int count) =>
        Fits(region, offset, count, data) ? Region(region)!.Write(offset, data, count) ? Ok : Flash : Argument;

    /// <inheritdoc />
    public int EraseRegion(int region, int offset)
    {
        if (Region(region) is not { } flash || offset < 0 || offset >= flash.Bytes || offset % RecordRing.SectorBytes != 0)
            return Argument;
        return flash.Erase(offset) ? Ok : Flash;
    }

    private SimulatedFlash? Region(int region) => region switch { 0 => parts.Settings, 1 => parts.Events, _ => null };

    private bool Fits(int region, int offset, int count, byte[] array) =>
        Region(region) is { } flash && offset >= 0 && count >= 0 && count <= array.Length && offset + count <= flash.Bytes;
}
