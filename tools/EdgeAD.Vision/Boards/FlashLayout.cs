namespace EdgeAD.Vision.Boards;

/// <summary>A partition table: one file of the folder <c>boards/layouts</c>.</summary>
/// <param name="Name">Name that boards refer to.</param>
/// <param name="FlashBytes">Flash that it needs.</param>
/// <param name="Partitions">In the order of their offsets.</param>
public sealed record FlashLayout(string Name, long FlashBytes, IReadOnlyList<Partition> Partitions)
{
    /// <summary>Where the bootloader begins; an ESP32-S3 knows no other place.</summary>
    public const long BootloaderOffset = 0;

    /// <summary>Where the partition table lies.</summary>
    public const long TableOffset = 0x8000;

    /// <summary>The partition of that name, or null.</summary>
    public Partition? Find(string name) => Partitions.FirstOrDefault(p => p.Name == name);
}
