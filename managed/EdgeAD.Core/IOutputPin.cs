namespace EdgeAD.Core;

/// <summary>One output towards the line.</summary>
public interface IOutputPin
{
    /// <summary>Drives the output: true energises it.</summary>
    void Write(bool energised);
}
