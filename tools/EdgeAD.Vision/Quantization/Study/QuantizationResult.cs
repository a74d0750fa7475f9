namespace EdgeAD.Vision.Quantization;

/// <summary>What quantisation cost on one data set and split.</summary>
/// <param name="Set">Name of the data set.</param>
/// <param name="Seed">Seed of the split; 0 is the folders' own.</param>
/// <param name="Float">Image AUROC of float features.</param>
/// <param name="Exact">Image AUROC with one scale per map and exact multipliers (TensorFlow Lite's scheme).</param>
/// <param name="Shift">Image AUROC with group shifts.</param>
/// <param name="ExactDecibel">Signal to noise at the cells, test pictures.</param>
/// <param name="ShiftDecibel">The same with group shifts.</param>
/// <param name="Seconds">Time that quantising with group shifts took.</param>
public sealed record QuantizationResult(string Set, int Seed, double Float, double Exact, double Shift, double ExactDecibel, double ShiftDecibel, double Seconds);
