using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>An output that remembers its level and records its edges.</summary>
public sealed class RecordedPin(string signal, EdgeRecorder recorder) : IOutputPin
{
    /// <summary>Present level; de-energised at the start, as the board's pull resistors keep it.</summary>
    public bool Level { get; private set; }

    /// <inheritdoc />
    public void Write(bool energised)
    {
        if (energised == Level)
            return;

        Level = energised;
        recorder.Note(signal, energised);
    }
}
