namespace EdgeAD.Vision.Boards;

/// <summary>One register on the way to a powered camera: read, changed under the mask, written back.</summary>
/// <param name="Address">I2C address, 7 bits.</param>
/// <param name="Register">Register number.</param>
/// <param name="Mask">Bits that are changed.</param>
/// <param name="On">Their value when the camera is on.</param>
/// <param name="Off">Their value when it is off; a hanging sensor is switched off and on again.</param>
/// <param name="Purpose">What it does.</param>
public sealed record PowerStep(int Address, int Register, int Mask, int On, int Off, string Purpose);
