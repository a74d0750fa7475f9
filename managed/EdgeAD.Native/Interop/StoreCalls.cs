using System.Runtime.CompilerServices;

namespace EdgeAD.Native;

//  index  method             meaning
//  31     ActiveSlot         slot of the model that runs
//  32     GetSlot            what a model slot holds
//  33     BeginUpdate        erases the idle slot in the background
//  34     WriteUpdate        a piece of the new model
//  35     FinishUpdate       verification in the background
//  36     UpdateState        how far the update is
//  37     ConfirmModel       the pending model stays
//  38     RegionBytes        size of a data region
//  39     ReadRegion         bytes of a region
//  40     WriteRegion        programs bytes of a region
//  41     EraseRegion        erases one sector of a region

/// <summary>Flash: the two model slots and the regions for settings and events.</summary>
public static class StoreCalls
{
    /// <summary>How many numbers <see cref="GetSlot"/> fills: state, bytes of the model, its counter, bytes of the slot.</summary>
    public const int SlotNumbers = 4;

    /// <summary>Slot state: nothing or something unreadable.</summary>
    public const int SlotEmpty = 0;

    /// <summary>Slot state: verified, waiting for its first good cycles.</summary>
    public const int SlotPending = 1;

    /// <summary>Slot state: confirmed.</summary>
    public const int SlotConfirmed = 2;

    /// <summary>Update state: none.</summary>
    public const int UpdateIdle = 0;

    /// <summary>Update state: erasing.</summary>
    public const int UpdateErasing = 1;

    /// <summary>Update state: bytes are awaited.</summary>
    public const int UpdateWriting = 2;

    /// <summary>Update state: signature, counter, structure and golden vectors are being checked.</summary>
    public const int UpdateChecking = 3;

    /// <summary>Update state: marked pending; takes effect at the next start.</summary>
    public const int UpdatePending = 4;

    /// <summary>Region of the settings.</summary>
    public const int Settings = 0;

    /// <summary>Region of the event log.</summary>
    public const int Events = 1;

    /// <summary>Bytes that <see cref="EraseRegion"/> erases.</summary>
    public const int SectorBytes = 4096;

    /// <summary>Slot of the model that runs, 0 or 1; -1: no slot holds a model that may run.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ActiveSlot();

    /// <summary>What a slot holds.</summary>
    /// <param name="slot">0 or 1.</param>
    /// <param name="numbers">Receives <see cref="SlotNumbers"/> numbers.</param>
    /// <param name="sha">Receives the SHA-256 of the model, zeros when there is none; length 32.</param>
    /// <returns>Ok or Argument.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int GetSlot(int slot, int[] numbers, byte[] sha);

    /// <summary>Starts an update of the idle slot; an update that is going on is dropped. Erasing goes on in the background.</summary>
    /// <param name="bytes">Size of the model file.</param>
    /// <returns>Ok; Argument: does not fit the slot; State: the pending model is not confirmed yet.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int BeginUpdate(int bytes);

    /// <summary>Writes the next piece of the model, in order, without gaps.</summary>
    /// <param name="offset">Offset in the file: the sum of the pieces before.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="count">How many of them, from the start of the array.</param>
    /// <returns>Ok; State: still erasing, or no update; Argument: wrong offset or too much; Flash.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int WriteUpdate(int offset, byte[] data, int count);

    /// <summary>All bytes are there: starts the checks.</summary>
    /// <returns>Ok; State: bytes are missing.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int FinishUpdate();

    /// <summary>How far the update is: an update state, or a status as a negative number when it was refused (-Signature, -Counter, -Golden ...).</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int UpdateState();

    /// <summary>The pending model that runs has proved itself and stays. Three starts without this roll back to the old one.</summary>
    /// <returns>Ok (also when nothing is pending); Flash.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ConfirmModel();

    /// <summary>Size of a region, a multiple of <see cref="SectorBytes"/> and at least two sectors; 0: no such region.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int RegionBytes(int region);

    /// <summary>Reads bytes of a region; erased bytes are 255.</summary>
    /// <returns>Ok; Argument: outside the region or the array; Flash.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ReadRegion(int region, int offset, byte[] buffer, int count);

    /// <summary>Programs erased bytes of a region. Power may fail after any byte.</summary>
    /// <returns>Ok; Argument; Flash.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int WriteRegion(int region, int offset, byte[] data, int count);

    /// <summary>Erases the sector that begins at an offset. Takes some 50 ms, in which no model can be read: for idle moments.</summary>
    /// <returns>Ok; Argument: not the start of a sector; Flash.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int EraseRegion(int region, int offset);
}
