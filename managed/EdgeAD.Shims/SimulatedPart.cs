namespace EdgeAD.Shims;

/// <summary>A part on the simulated belt.</summary>
/// <param name="Arrival">When it reaches the sensor, in microseconds.</param>
/// <param name="IsGood">The truth.</param>
/// <param name="Score">Its score where that is known beforehand (see <see cref="SimulatedLine.ByScore"/>).</param>
/// <param name="Frame">Its picture where the judge needs one.</param>
/// <param name="Fault">What goes wrong with it.</param>
/// <param name="Name">Name for reports, for instance a file name.</param>
public sealed record SimulatedPart(
    long Arrival, bool IsGood, float Score = 0, SimulatedFrame? Frame = null, PartFault Fault = PartFault.None, string Name = "");
