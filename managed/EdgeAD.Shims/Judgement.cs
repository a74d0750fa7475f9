namespace EdgeAD.Shims;

/// <summary>What the engine says about a part.</summary>
/// <param name="Score">Image score.</param>
/// <param name="Threshold">Threshold applied.</param>
/// <param name="Reject">The engine's verdict.</param>
/// <param name="LatencyMicroseconds">Virtual time from the end of the readout to the verdict.</param>
/// <param name="Presence">Score of the presence cell.</param>
/// <param name="Drift">How far the line has drifted, in standard deviations; not a number when the engine does not say.</param>
public readonly record struct Judgement(float Score, float Threshold, bool Reject, long LatencyMicroseconds, float Presence = 0, float Drift = float.NaN);
