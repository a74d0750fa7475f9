namespace EdgeAD.Device;

/// <summary>Flash of the board. managed/EdgeAD.Native/Interop/StoreCalls.cs says what each call does; only that class and the simulated board implement it.</summary>
public interface IStoreBoard
{
    /// <summary>EdgeAD.Native.StoreCalls.ActiveSlot.</summary>
    int ActiveSlot();

    /// <summary>EdgeAD.Native.StoreCalls.GetSlot.</summary>
    int GetSlot(int slot, int[] numbers, byte[] sha);

    /// <summary>EdgeAD.Native.StoreCalls.BeginUpdate.</summary>
    int BeginUpdate(int bytes);

    /// <summary>EdgeAD.Native.StoreCalls.WriteUpdate.</summary>
    int WriteUpdate(int offset, byte[] data, int count);

    /// <summary>EdgeAD.Native.StoreCalls.FinishUpdate.</summary>
    int FinishUpdate();

    /// <summary>EdgeAD.Native.StoreCalls.UpdateState.</summary>
    int UpdateState();

    /// <summary>EdgeAD.Native.StoreCalls.ConfirmModel.</summary>
    int ConfirmModel();

    /// <summary>EdgeAD.Native.StoreCalls.RegionBytes.</summary>
    int RegionBytes(int region);

    /// <summary>EdgeAD.Native.StoreCalls.ReadRegion.</summary>
    int ReadRegion(int region, int offset, byte[] buffer, int count);

    /// <summary>EdgeAD.Native.StoreCalls.WriteRegion.</summary>
    int WriteRegion(int region, int offset, byte[] data, int count);

    /// <summary>EdgeAD.Native.StoreCalls.EraseRegion.</summary>
    int EraseRegion(int region, int offset);
}
