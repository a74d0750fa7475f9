namespace EdgeAD.Vision.Boards;

/// <summary>GPIO numbers of the camera's lines; -1: not connected. D0 is the lowest of eight data lines (Y2 in other lists).</summary>
public sealed record CameraPins(
    int Pwdn, int Reset, int Xclk, int Sda, int Scl, int D0, int D1, int D2, int D3, int D4, int D5, int D6, int D7, int Vsync, int Href, int Pclk)
{
    /// <summary>Name and GPIO of each line, in the order of the file.</summary>
    public IReadOnlyList<(string Name, int Gpio)> All() =>
    [
        ("pwdn", Pwdn), ("reset", Reset), ("xclk", Xclk), ("sda", Sda), ("scl", Scl), ("d0", D0), ("d1", D1), ("d2", D2), ("d3", D3), ("d4", D4),
        ("d5", D5), ("d6", D6), ("d7", D7), ("vsync", Vsync), ("href", Href), ("pclk", Pclk),
    ];
}
