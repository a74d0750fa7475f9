using System.Runtime.CompilerServices;

namespace EdgeAD.Native;

// The camera's engine: a native worker on core 1 owns the sensor, the frame buffer and the arena. Every call returns at once.
//
//  index  method             meaning
//  0      Open               opens the model of a flash slot
//  1      Close              frees the engine
//  2      GetInfo            facts about the model
//  3      SetThreshold       threshold override
//  4      SetPresenceCell    cell whose score TryGetResult reports
//  5      Start              orders one exposure and its judgement
//  6      ExposedAt          moment of that exposure
//  7      ExposedCount       encoder count at that moment
//  8      TryGetResult       the verdict
//  9      Cancel             drops the order
//  10     GetCells           cell scores of the last frame
//  11     StartSelfTest      replays the golden vectors in the background
//  12     TryGetSelfTest     its outcome
//  13     StartSnapshot      keeps the next frame for aiming
//  14     TryGetSnapshot     its shape
//  15     ReadSnapshot       its bytes
//  16     GetStatistics      counters of the worker
//
// Indexes count on in LineCalls and StoreCalls: the native method table lists the types by name and their methods as written here.

/// <summary>Camera and engine. Handles are above 0; statuses are those of <see cref="DeviceStatus"/>.</summary>
public static class EngineCalls
{
    /// <summary>How many numbers <see cref="GetInfo"/> fills: those of ead_info, from input_width to arena_bytes (12), then the counter.</summary>
    public const int InfoNumbers = 13;

    /// <summary>
    /// How many numbers <see cref="TryGetResult"/> fills: score, threshold, reject (0 or 1), latency in microseconds from the exposure,
    /// frame number, index of the worst cell, score of the presence cell (0 without one), drift (not a number while the engine offers none).
    /// </summary>
    public const int ResultNumbers = 8;

    /// <summary>How many numbers <see cref="TryGetSnapshot"/> fills: width, height, pixel format (ead_pixel_format), bytes, frame number.</summary>
    public const int SnapshotNumbers = 5;

    /// <summary>
    /// How many numbers <see cref="GetStatistics"/> fills: exposures ordered, verdicts, orders dropped, sensor time-outs, sensor resets, shortest,
    /// mean and longest microseconds from exposure to verdict, free bytes of internal memory, free bytes of PSRAM, microseconds between two frames
    /// of the sensor (as measured; an order is exposed up to half of that off its moment).
    /// </summary>
    public const int StatisticsNumbers = 11;

    /// <summary>Verifies the model of a slot (0 or 1; -1: the active one) and builds its engine in native memory; starts the camera for its input.</summary>
    /// <returns>A handle above 0, or a status as a negative number: -NoModel, -NoCamera, -Memory (3), or what the verifier says.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Open(int slot);

    /// <summary>Stops the worker and frees the engine.</summary>
    /// <returns>Ok; Argument: no such handle.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Close(int handle);

    /// <summary>Facts about the model.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="numbers">Receives <see cref="InfoNumbers"/> numbers.</param>
    /// <param name="threshold">Receives the threshold as shipped; length 1.</param>
    /// <param name="sha">Receives the SHA-256 of the model; length 32.</param>
    /// <returns>Ok or Argument.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int GetInfo(int handle, int[] numbers, float[] threshold, byte[] sha);

    /// <summary>Another threshold than the shipped one, from the next frame on.</summary>
    /// <returns>Ok; Argument: not finite.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int SetThreshold(int handle, float threshold);

    /// <summary>Names the cell, [row * columns + column], that tells whether a part is in view; -1: none.</summary>
    /// <returns>Ok; Argument: no such cell.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int SetPresenceCell(int handle, int cell);

    /// <summary>Orders one exposure at a time and the judgement of its picture; an order that is still open is dropped.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="frame">Number that the result carries, 1 to 2^24 - 1.</param>
    /// <param name="exposeAt">Microseconds of <see cref="LineCalls.Now"/>; a time in the past means at once.</param>
    /// <returns>Ok; NoCamera; CameraHang: the sensor is being reset; State: a self-test is running.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Start(int handle, int frame, long exposeAt);

    /// <summary>Moment in the middle of the exposure of the open order, or -1 while it has not happened.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long ExposedAt(int handle);

    /// <summary>Encoder count at <see cref="ExposedAt"/>, latched by the same interrupt; 0 without encoder.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long ExposedCount(int handle);

    /// <summary>The verdict of the open order; each is delivered once.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="result">Receives <see cref="ResultNumbers"/> numbers; unchanged unless the status is Ok.</param>
    /// <returns>Ok; State: not there yet; CameraHang: it will never come.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int TryGetResult(int handle, float[] result);

    /// <summary>Drops the open order; the worker brings the camera back to where it takes another.</summary>
    /// <returns>Ok or Argument.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Cancel(int handle);

    /// <summary>Scores of the cells of the last frame.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="cells">Receives [gridRows][gridColumns] numbers; exactly as long.</param>
    /// <returns>Ok; State: no frame has been judged or one is being judged; Argument: another length.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int GetCells(int handle, float[] cells);

    /// <summary>Replays the golden vectors on the worker; refused while an order is open.</summary>
    /// <returns>Ok or State.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int StartSelfTest(int handle);

    /// <summary>Outcome of the self-test.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="index">Receives the index of the first vector that differs, or -1; length 1.</param>
    /// <returns>Ok: all vectors agree; Golden: one differs; State: still running or never started.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int TryGetSelfTest(int handle, int[] index);

    /// <summary>Keeps a copy of the next frame that is exposed.</summary>
    /// <returns>Ok; Memory (3): no room for the copy.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int StartSnapshot(int handle);

    /// <summary>Shape of the snapshot once it is there.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="numbers">Receives <see cref="SnapshotNumbers"/> numbers.</param>
    /// <returns>Ok; State: not there yet.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int TryGetSnapshot(int handle, int[] numbers);

    /// <summary>Copies a piece of the snapshot.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="buffer">Receives the bytes from its start on.</param>
    /// <param name="count">How many at most; not more than the buffer holds.</param>
    /// <returns>How many were copied, 0 at the end; a status as a negative number: -Argument, -State.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ReadSnapshot(int handle, int offset, byte[] buffer, int count);

    /// <summary>Counters of the worker since start.</summary>
    /// <param name="handle">An open engine.</param>
    /// <param name="numbers">Receives <see cref="StatisticsNumbers"/> numbers.</param>
    /// <returns>Ok or Argument.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int GetStatistics(int handle, long[] numbers);
}
