using EdgeAD.Core;

namespace EdgeAD.Core.Tests;

/// <summary>The event ring.</summary>
public sealed class EventLogTests
{
    [Fact]
    public void Keeps_the_latest_events_and_numbers_without_gaps()
    {
        var log = new EventLog(16);
        var entry = new LineEvent();
        var copy = new LineEvent();
        Assert.Equal((1L, 1L), (log.Oldest, log.Next));
        Assert.False(log.TryRead(1, copy));

        for (int i = 1; i <= 100; i++)
        {
            entry.Part = i;
            log.Append(entry);
            Assert.Equal(i, entry.Sequence);
            Assert.Equal(i + 1, log.Next);
            Assert.Equal(Math.Max(1, i - 15), log.Oldest);
            for (long sequence = log.Oldest; sequence < log.Next; sequence++)
            {
                Assert.True(log.TryRead(sequence, copy));
                Assert.Equal((sequence, sequence), (copy.Sequence, copy.Part));
            }
        }

        Assert.False(log.TryRead(84, copy));
        Assert.False(log.TryRead(101, copy));
        Assert.False(log.TryRead(0, copy));
    }

    [Fact]
    public void Copies_every_field()
    {
        var from = new LineEvent();
        int value = 1;
        foreach (var field in typeof(LineEvent).GetFields())
        {
            object boxed = field.FieldType.IsEnum ? Enum.ToObject(field.FieldType, value)
                : field.FieldType == typeof(bool) ? true
                : Convert.ChangeType(value, field.FieldType);
            field.SetValue(from, boxed);
            value++;
        }

        var to = new LineEvent();
        from.CopyTo(to);

        Assert.All(typeof(LineEvent).GetFields(), field => Assert.Equal(field.GetValue(from), field.GetValue(to)));
    }
}
