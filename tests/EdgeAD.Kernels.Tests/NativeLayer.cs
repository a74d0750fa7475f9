using System.Runtime.InteropServices;

namespace EdgeAD.Kernels.Tests;

/// <summary><c>ead_layer</c> of src/ops/ops.h, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeLayer
{
    public sbyte* Weights;
    public int* Bias;
    public int* Multiplier;
    public sbyte* Shift;
    public sbyte* Pad;
    public byte* GroupShift;
    public sbyte* ChannelMin;
    public sbyte* ChannelMax;
    public void* Packed;
    public ushort InRows, InColumns, InChannels;
    public ushort OutRows, OutColumns, OutChannels;
    public ushort Input, Input2, Output;
    public byte Op, Stride, PadTop, PadLeft;
    public byte Requantisation;
    public sbyte ClampMin, ClampMax;
    public sbyte ZeroPoint;
    public sbyte InZeroPoint, In2ZeroPoint;
}
