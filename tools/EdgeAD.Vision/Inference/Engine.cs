using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgeAD.Vision.Inference;

/// <summary>One engine of the C kernels over one model file. Not for several threads at a time; engines are independent.</summary>
internal sealed unsafe class Engine : IDisposable
{
    private readonly string _name;
    private readonly long _pressure;
    private void* _file, _memory, _engine;
    private NativeMethods.Tap* _taps;

    /// <summary>Verifies the file and builds an engine.</summary>
    /// <param name="file">Content of a model file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="EdgeAdException">E13xx when the kernels refuse the file; E1402 when they are missing.</exception>
    public Engine(ReadOnlySpan<byte> file, string name)
    {
        _name = name;
        try
        {
            _file = NativeMemory.AlignedAlloc((nuint)Math.Max(file.Length, 1), NativeMethods.Alignment);
            file.CopyTo(new Span<byte>(_file, file.Length));
            NativeMethods.Diagnosis diagnosis = default;
            NativeMethods.Verified verified;
            nuint bytes;
            KernelStatus.Check(NativeMethods.Verify(_file, (nuint)file.Length, &verified, &bytes, &diagnosis), diagnosis, name);
            _memory = NativeMemory.AlignedAlloc(bytes, NativeMethods.Alignment);
            void* engine;
            KernelStatus.Check(NativeMethods.EngineBuild(&verified, _memory, bytes, &engine, &diagnosis), diagnosis, name);
            _engine = engine;
            _pressure = file.Length + (long)bytes;
            GC.AddMemoryPressure(_pressure);
        }
        catch (DllNotFoundException e)
        {
            Dispose();
            throw new EdgeAdException(ErrorCode.NativeLibraryMissing, "the kernel library (edgead_kernels) is not beside the program", "build with: ./edgead version", e);
        }
        catch
        {
            Dispose();
            throw;
        }

        NativeMethods.Info info;
        NativeMethods.GetInfo(_engine, &info);
        Info = info;
    }

    /// <summary>Facts about the model.</summary>
    public NativeMethods.Info Info { get; }

    /// <summary>Cells of the grid.</summary>
    public int CellCount => (int)(Info.GridRows * Info.GridColumns);

    /// <summary>Scores a whole frame.</summary>
    public Score Score(Frame frame)
    {
        NativeMethods.Result result = Run(frame, out double milliseconds);
        return ToScore(result, milliseconds);
    }

    /// <summary>Replays the golden vectors.</summary>
    /// <exception cref="EdgeAdException">E1304 when one differs in any bit.</exception>
    public void SelfTest()
    {
        NativeMethods.Diagnosis diagnosis = default;
        KernelStatus.Check(NativeMethods.SelfTest(_engine, &diagnosis), diagnosis, _name);
    }

    /// <summary>Another threshold than the shipped one.</summary>
    public void SetThreshold(float threshold)
    {
        if (NativeMethods.SetThreshold(_engine, threshold) != 0)
            throw new EdgeAdException(ErrorCode.InvalidOption, "a threshold must be a finite number");
    }

    /// <summary>Shape and quantisation of a feature map.</summary>
    public NativeMethods.TensorInfo Tensor(int tensor)
    {
        NativeMethods.TensorInfo info;
        if (NativeMethods.GetTensor(_engine, (uint)tensor, &info) != 0)
            throw new ArgumentOutOfRangeException(nameof(tensor));
        return info;
    }

    /// <summary>Scores a frame and copies feature maps on the way.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="tensors">Tensors to copy; each result is <c>[rows][columns][channels]</c>.</param>
    public sbyte[][] Tap(Frame frame, params ReadOnlySpan<int> tensors)
    {
        var copies = new sbyte[tensors.Length][];
        PrepareTaps();
        try
        {
            for (int i = 0; i < tensors.Length; i++)
            {
                NativeMethods.TensorInfo info = Tensor(tensors[i]);
                copies[i] = GC.AllocateArray<sbyte>((int)(info.Rows * info.Columns * info.Channels), pinned: true);
                SetTap(tensors[i], Marshal.UnsafeAddrOfPinnedArrayElement(copies[i], 0), copies[i].Length);
            }

            RunTapped(frame);
        }
        finally
        {
            NativeMethods.SetTaps(_engine, null);
        }

        return copies;
    }

    /// <summary>Scores a frame and returns what was gathered for every cell before the projection, <c>[gridRows * gridColumns][features]</c>.</summary>
    public sbyte[] Features(Frame frame)
    {
        sbyte[] features = GC.AllocateArray<sbyte>(CellCount * (int)Info.Features, pinned: true);
        PrepareTaps();
        try
        {
            SetTap((int)Info.TensorCount, Marshal.UnsafeAddrOfPinnedArrayElement(features, 0), features.Length);
            RunTapped(frame);
        }
        finally
        {
            NativeMethods.SetTaps(_engine, null);
        }

        return features;
    }

    /// <summary>Scores features in place of a frame: the same head gives the same bytes as on the frame they were gathered from.</summary>
    public Score Score(ReadOnlySpan<sbyte> features)
    {
        if (features.Length != CellCount * (int)Info.Features)
            throw new ArgumentException("not the features of this head", nameof(features));
        fixed (sbyte* first = features)
        {
            NativeMethods.Result result;
            if (NativeMethods.ScoreFeatures(_engine, first, &result) != 0)
                throw new InvalidOperationException("the kernels refused features");
            return ToScore(result, 0);
        }
    }

    /// <summary>What the density sees of features: smoothed, with positions; <c>[gridRows * gridColumns][dimensions]</c>.</summary>
    public short[] Seen(ReadOnlySpan<sbyte> features)
    {
        short[] z = GC.AllocateArray<short>(CellCount * (int)Info.Dimensions, pinned: true);
        PrepareTaps();
        try
        {
            SetTap((int)Info.TensorCount + 1, Marshal.UnsafeAddrOfPinnedArrayElement(z, 0), z.Length * sizeof(short));
            UseTaps();
            Score(features);
        }
        finally
        {
            NativeMethods.SetTaps(_engine, null);
        }

        return z;
    }

    /// <summary>Forgets the frames behind the drift figure.</summary>
    public void ResetDrift() => NativeMethods.ResetDrift(_engine);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pressure > 0 && _engine is not null)
            GC.RemoveMemoryPressure(_pressure);
        NativeMemory.Free(_taps);
        NativeMemory.AlignedFree(_memory);
        NativeMemory.AlignedFree(_file);
        _taps = null;
        _engine = _memory = _file = null;
    }

    private NativeMethods.Result Run(Frame frame, out double milliseconds)
    {
        fixed (byte* pixels = frame.Pixels)
        {
            if (frame.Pixels.Length < (long)frame.Stride * frame.Height)
                throw new ArgumentException("fewer pixels than width and height say", nameof(frame));
            var source = new NativeMethods.Source { Format = (uint)frame.Format, Width = (uint)frame.Width, Height = (uint)frame.Height };
            NativeMethods.Result result;
            long start = Stopwatch.GetTimestamp();
            int status = NativeMethods.ScoreFrame(_engine, &source, pixels, (nuint)frame.Stride, &result);
            milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (status != 0)
                throw new EdgeAdException(ErrorCode.PictureUnreadable, $"a frame of {frame.Width}x{frame.Height} pixels is not possible", "sides of 1 to 8192 pixels; an even width for YUYV");
            return result;
        }
    }

    private static Score ToScore(in NativeMethods.Result result, double milliseconds)
    {
        float[] cells = new ReadOnlySpan<float>(result.Cells, (int)(result.Rows * result.Columns)).ToArray();
        return new Score(result.Score, cells, (int)result.Rows, (int)result.Columns, milliseconds)
        {
            Drift = result.Drift, FrameDrift = result.FrameDrift, DriftStatistic = (int)result.DriftStatistic,
        };
    }

    /// <summary>The statistics of a frame that drift is judged by, see <c>Drift</c> in the schema; for models that watch their line.</summary>
    public float[] Statistics(Frame frame)
    {
        NativeMethods.Result result = Run(frame, out _);
        return result.Statistics is null ? [] : new ReadOnlySpan<float>(result.Statistics, (int)Info.DriftStatistics).ToArray();
    }

    private void PrepareTaps()
    {
        nuint count = Info.TensorCount + 2;
        if (_taps is null)
            _taps = (NativeMethods.Tap*)NativeMemory.AllocZeroed(count, (nuint)sizeof(NativeMethods.Tap));
        else
            new Span<NativeMethods.Tap>(_taps, (int)count).Clear();
    }

    private void SetTap(int tensor, nint destination, int bytes) =>
        _taps[tensor] = new NativeMethods.Tap { Destination = (void*)destination, Bytes = (nuint)bytes };

    private void RunTapped(Frame frame)
    {
        UseTaps();
        Score(frame);
    }

    private void UseTaps()
    {
        if (NativeMethods.SetTaps(_engine, _taps) != 0)
            throw new InvalidOperationException("the kernels refused a tap");
    }
}
