using EdgeAD.Native;

namespace EdgeAD.Device;

/// <summary>The real board: each call goes to the firmware.</summary>
public sealed class NativeBoard : IBoard
{
    public int Open(int slot)
    {
        return EngineCalls.Open(slot);
    }

    public int Close(int handle)
    {
        return EngineCalls.Close(handle);
    }

    public int GetInfo(int handle, int[] numbers, float[] threshold, byte[] sha)
    {
        return EngineCalls.GetInfo(handle, numbers, threshold, sha);
    }

    public int SetThreshold(int handle, float threshold)
    {
        return EngineCalls.SetThreshold(handle, threshold);
    }

    public int SetPresenceCell(int handle, int cell)
    {
        return EngineCalls.SetPresenceCell(handle, cell);
    }

    public int Start(int handle, int frame, long exposeAt)
    {
        return EngineCalls.Start(handle, frame, exposeAt);
    }

    public long ExposedAt(int handle)
    {
        return EngineCalls.ExposedAt(handle);
    }

    public long ExposedCount(int handle)
    {
        return EngineCalls.ExposedCount(handle);
    }

    public int TryGetResult(int handle, float[] result)
    {
        return EngineCalls.TryGetResult(handle, result);
    }

    public int Cancel(int handle)
    {
        return EngineCalls.Cancel(handle);
    }

    public int GetCells(int handle, float[] cells)
    {
        return EngineCalls.GetCells(handle, cells);
    }

    public int StartSelfTest(int handle)
    {
        return EngineCalls.StartSelfTest(handle);
    }

    public int TryGetSelfTest(int handle, int[] index)
    {
        return EngineCalls.TryGetSelfTest(handle, index);
    }

    public int StartSnapshot(int handle)
    {
        return EngineCalls.StartSnapshot(handle);
    }

    public int TryGetSnapshot(int handle, int[] numbers)
    {
        return EngineCalls.TryGetSnapshot(handle, numbers);
    }

    public int ReadSnapshot(int handle, int offset, byte[] buffer, int count)
    {
        return EngineCalls.ReadSnapshot(handle, offset, buffer, count);
    }

    public int GetStatistics(int handle, long[] numbers)
    {
        return EngineCalls.GetStatistics(handle, numbers);
    }

    public long Now()
    {
        return LineCalls.Now();
    }

    public int Begin(int[] pins, int[] flags, int slots, int domain, long silence, bool hold)
    {
        return LineCalls.Begin(pins, flags, slots, domain, silence, hold);
    }

    public int Write(int signal, bool on)
    {
        return LineCalls.Write(signal, on);
    }

    public bool TryTakeEdge(long[] edge)
    {
        return LineCalls.TryTakeEdge(edge);
    }

    public int LostEdges()
    {
        return LineCalls.LostEdges();
    }

    public long EncoderCount()
    {
        return LineCalls.EncoderCount();
    }

    public int SetPulse(int slot, long on, long off)
    {
        return LineCalls.SetPulse(slot, on, off);
    }

    public bool ClearPulse(int slot)
    {
        return LineCalls.ClearPulse(slot);
    }

    public int ArmWatchdog(int milliseconds)
    {
        return LineCalls.ArmWatchdog(milliseconds);
    }

    public int FeedWatchdog(int frame)
    {
        return LineCalls.FeedWatchdog(frame);
    }

    public int ResetCause()
    {
        return LineCalls.ResetCause();
    }

    public void Restart()
    {
        LineCalls.Restart();
    }

    public int ReadPort(byte[] buffer)
    {
        return LineCalls.ReadPort(buffer);
    }

    public int WritePort(byte[] data, int offset, int count)
    {
        return LineCalls.WritePort(data, offset, count);
    }

    public int ActiveSlot()
    {
        return StoreCalls.ActiveSlot();
    }

    public int GetSlot(int slot, int[] numbers, byte[] sha)
    {
        return StoreCalls.GetSlot(slot, numbers, sha);
    }

    public int BeginUpdate(int bytes)
    {
        return StoreCalls.BeginUpdate(bytes);
    }

    public int WriteUpdate(int offset, byte[] data, int count)
    {
        return StoreCalls.WriteUpdate(offset, data, count);
    }

    public int FinishUpdate()
    {
        return StoreCalls.FinishUpdate();
    }

    public int UpdateState()
    {
        return StoreCalls.UpdateState();
    }

    public int ConfirmModel()
    {
        return StoreCalls.ConfirmModel();
    }

    public int RegionBytes(int region)
    {
        return StoreCalls.RegionBytes(region);
    }

    public int ReadRegion(int region, int offset, byte[] buffer, int count)
    {
        return StoreCalls.ReadRegion(region, offset, buffer, count);
    }

    public int WriteRegion(int region, int offset, byte[] data, int count)
    {
        return StoreCalls.WriteRegion(region, offset, data, count);
    }

    public int EraseRegion(int region, int offset)
    {
        return StoreCalls.EraseRegion(region, offset);
    }
}
