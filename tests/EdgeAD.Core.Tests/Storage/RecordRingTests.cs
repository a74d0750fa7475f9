using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Storage;

/// <summary>Records in a ring of flash sectors.</summary>
public sealed class RecordRingTests
{
    private const int Sectors = 3;
    private const int PerSector = RecordRing.SectorBytes / RecordRing.RecordBytes;

    [Fact]
    public void Keeps_the_newest_records_across_restarts()
    {
        var flash = new SimulatedFlash(Sectors * RecordRing.SectorBytes);
        for (int count = 1; count <= 500; count++)
        {
            Assert.True(new RecordRing(flash).Append(Payload(count)));
            if (count % 37 == 0)
                Assert.Equal(Expected(count, new RecordRing(flash).Capacity), Read(flash).Take(new RecordRing(flash).Capacity));
        }
    }

    /// <summary>Cuts power after every single step of three rounds through the ring; the ring then goes on as if nothing had happened.</summary>
    [Fact]
    public void A_power_cut_at_any_step_takes_at_most_the_record_being_written()
    {
        var whole = new SimulatedFlash(2 * RecordRing.SectorBytes);
        Fill(whole, 3 * PerSector);
        for (int cut = 0; cut < (int)whole.Steps; cut += 7) // 7 divides neither a record nor a sector: all offsets come up
        {
            var flash = new SimulatedFlash(2 * RecordRing.SectorBytes) { StepsUntilPowerFails = cut };
            int written = Fill(flash, 3 * PerSector);
            flash.StepsUntilPowerFails = null;

            var kept = Read(flash);
            int newest = kept.Count == 0 ? 0 : kept[0];
            Assert.InRange(newest, written, written + 1);
            Assert.True(kept.Count >= Math.Min(written, PerSector), $"cut at {cut}: {kept.Count} records are left of {written}");

            Assert.True(new RecordRing(flash).Append(Payload(newest + 1)));
            Assert.Equal(newest + 1, Read(flash)[0]);
        }
    }

    [Fact]
    public void Sectors_wear_evenly()
    {
        var flash = new SimulatedFlash(4 * RecordRing.SectorBytes);
        Fill(flash, 4 * PerSector * 10);

        Assert.All(flash.Erasures, erasures => Assert.InRange(erasures, 9, 10));
    }

    [Fact]
    public void A_flash_that_fails_loses_records_but_not_the_ring()
    {
        var flash = new SimulatedFlash(2 * RecordRing.SectorBytes);
        var ring = new RecordRing(flash);
        Assert.True(ring.Append(Payload(1)));
        flash.Broken = true;
        Assert.False(ring.Append(Payload(2)));
        flash.Broken = false;
        Assert.True(ring.Append(Payload(2)));

        Assert.Equal([2, 1], Read(flash));
    }

    [Fact]
    public void One_sector_is_too_few() => Assert.Throws<ArgumentException>(() => new RecordRing(new SimulatedFlash(RecordRing.SectorBytes)));

    private static byte[] Payload(int value)
    {
        var payload = new byte[RecordRing.PayloadBytes];
        BitConverter.TryWriteBytes(payload, value);
        Array.Fill(payload, (byte)(value * 31), 4, payload.Length - 4);
        return payload;
    }

    private static int Fill(SimulatedFlash flash, int count)
    {
        var ring = new RecordRing(flash);
        for (int i = 1; i <= count; i++)
        {
            if (!ring.Append(Payload(i)))
                return i - 1;
        }

        return count;
    }

    private static IEnumerable<int> Expected(int newest, int capacity) => Enumerable.Range(0, Math.Min(newest, capacity)).Select(age => newest - age);

    /// <summary>The values of all records, newest first; every payload must be whole.</summary>
    private static List<int> Read(SimulatedFlash flash)
    {
        var ring = new RecordRing(flash);
        var payload = new byte[RecordRing.PayloadBytes];
        var values = new List<int>();
        for (int age = 0; age < flash.Bytes / RecordRing.RecordBytes; age++)
        {
            if (!ring.TryRead(age, payload))
                continue;

            int value = BitConverter.ToInt32(payload);
            Assert.Equal(Payload(value), payload);
            values.Add(value);
        }

        Assert.Equal(values.OrderDescending(), values);
        return values;
    }
}
