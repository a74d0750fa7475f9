using System.Runtime.CompilerServices;

namespace EdgeAD.Native;

//  index  method             meaning
//  17     Now                microseconds since start
//  18     Begin              claims the pins of the line
//  19     Write              drives an output
//  20     TryTakeEdge        oldest unread edge of an input
//  21     LostEdges          edges that were dropped
//  22     EncoderCount       position of the conveyor
//  23     SetPulse           window of the REJECT output
//  24     ClearPulse         takes it back
//  25     ArmWatchdog        starts the watchdog
//  26     FeedWatchdog       after a completed decision
//  27     ResetCause         why the camera started
//  28     Restart            starts it anew
//  29     ReadPort           bytes from the status port
//  30     WritePort          bytes to the status port

/// <summary>
/// Pins, hardware timers, watchdog and status port. Signals are numbered TRIG 0, RESET 1, ACK 2, ENC A 3, ENC B 4, READY 5, BUSY 6, OK 7, NG 8,
/// STO 9, ERR 10, RUN 11, REJECT 12.
/// </summary>
public static class LineCalls
{
    /// <summary>How many signals there are.</summary>
    public const int Signals = 13;

    /// <summary>Flag of a signal: the pin is low when the signal is on.</summary>
    public const int Inverted = 1;

    /// <summary>Flag of an input: internal pull-up.</summary>
    public const int PullUp = 2;

    /// <summary>Flag of an input: internal pull-down.</summary>
    public const int PullDown = 4;

    /// <summary>Windows of REJECT are microseconds of <see cref="Now"/>.</summary>
    public const int DomainTime = 0;

    /// <summary>Windows of REJECT are encoder counts.</summary>
    public const int DomainEncoder = 1;

    /// <summary>Reset cause: not known.</summary>
    public const int CauseUnknown = 0;

    /// <summary>Reset cause: power came on.</summary>
    public const int CausePowerOn = 1;

    /// <summary>Reset cause: the supply sagged.</summary>
    public const int CauseBrownOut = 2;

    /// <summary>Reset cause: the watchdog was not fed.</summary>
    public const int CauseWatchdog = 3;

    /// <summary>Reset cause: <see cref="Restart"/> or the reset of a tool.</summary>
    public const int CauseSoftware = 4;

    /// <summary>Reset cause: the program crashed.</summary>
    public const int CauseCrash = 5;

    /// <summary>Microseconds since start. Monotonic.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long Now();

    /// <summary>
    /// Claims the pins. Outputs that the board file names are already off since boot; all outputs are off afterwards but for ERR, which is on until the
    /// application says otherwise; all windows of REJECT are empty,
    /// the queue of edges empty, and the present level of every input that is on is queued as a first edge.
    /// </summary>
    /// <param name="pins">GPIO number of each signal, or -1; length <see cref="Signals"/>.</param>
    /// <param name="flags">Inverted, PullUp, PullDown of each signal; length <see cref="Signals"/>.</param>
    /// <param name="slots">Windows that <see cref="SetPulse"/> can hold, 1 to 4096.</param>
    /// <param name="domain">Unit of these windows, DomainTime or DomainEncoder.</param>
    /// <param name="silence">
    /// With DomainEncoder: when the count has not changed for so many microseconds, nobody knows where the parts are, and REJECT takes the level
    /// <paramref name="hold"/> until it has changed again for 50 ms, if any window has yet to begin or end or <paramref name="hold"/> is off. 0: never.
    /// TryTakeEdge reports the silence as edges of ENC A: level 0 when it was noticed, 1 at the first count after it.
    /// </param>
    /// <param name="hold">The level of REJECT that removes parts: true for energise-to-reject.</param>
    /// <returns>Ok; Argument; Pin; Memory (3).</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Begin(int[] pins, int[] flags, int slots, int domain, long silence, bool hold);

    /// <summary>Switches an output on or off. A signal without pin is accepted and does nothing; REJECT is refused.</summary>
    /// <returns>Ok or Argument.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Write(int signal, bool on);

    /// <summary>Takes the oldest edge of TRIG, RESET, ACK, or encoder silence (as ENC A) that has not been read.</summary>
    /// <param name="edge">Receives signal, level after the edge (0 or 1), microseconds, encoder count; length 4. Unchanged when there is none.</param>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern bool TryTakeEdge(long[] edge);

    /// <summary>Edges that were dropped since start because the queue (at least 64) was full.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int LostEdges();

    /// <summary>Quadrature counts since start, four per period; rises when A leads B. 0 without encoder.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long EncoderCount();

    /// <summary>
    /// Sets the window of a slot, replacing what the slot held. REJECT is on while the present lies in any window [on, off); interrupts move it, within
    /// 1 ms whatever the managed code does. A window that has begun takes effect at once.
    /// </summary>
    /// <returns>Ok; Argument: no such slot, or on &gt;= off.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int SetPulse(int slot, long on, long off);

    /// <summary>Empties a slot.</summary>
    /// <returns>False when its window had begun: the output has moved already. True also for an empty slot.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern bool ClearPulse(int slot);

    /// <summary>Starts the watchdog: without <see cref="FeedWatchdog"/> for so long all outputs go off and the camera starts anew.</summary>
    /// <param name="milliseconds">100 to 60000.</param>
    /// <returns>Ok or Argument.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ArmWatchdog(int milliseconds);

    /// <summary>Feeds the watchdog.</summary>
    /// <param name="frame">Frame whose decision is complete, or 0: nothing is to be decided. 0 is refused while an order is open.</param>
    /// <returns>Ok; State: an order is open, or the worker has not moved for two seconds; Argument: not the frame that was ordered last.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int FeedWatchdog(int frame);

    /// <summary>Why the camera started: one of the causes above.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ResetCause();

    /// <summary>Switches all outputs off and starts the camera anew. Does not return.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Restart();

    /// <summary>Takes bytes that arrived at the status port (the board file names the UART; 115200 baud, 8N1).</summary>
    /// <returns>How many were copied to the start of the buffer, 0 when there are none; -1: no such port.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int ReadPort(byte[] buffer);

    /// <summary>Queues bytes for the status port.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">How many; offset + count within the array.</param>
    /// <returns>How many found room, 0 to count; -1: no such port or a wrong range.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int WritePort(byte[] data, int offset, int count);
}
