using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>None, Strobe and Acknowledge. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public void Without_handshake_there_is_no_strobe_and_ready_returns_at_once()
    {
        var bench = CycleBench.Online(settings => settings.Handshake = Handshake.None);
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(60_000);

        Assert.Equal("", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("0-11000 33000-", bench.Pulses(SignalNames.Ready));
    }

    [Fact]
    public void With_acknowledge_the_strobe_waits_for_ACK_and_ready_for_its_end()
    {
        var bench = CycleBench.Online(settings => settings.Handshake = Handshake.Acknowledge);
        bench.Part(10_000, CycleBench.Bad);
        bench.Pulse(LineInput.Acknowledge, 40_000, width: 5000);
        bench.Until(100_000);

        Assert.Equal("33000-41000", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("0-11000 46000-", bench.Pulses(SignalNames.Ready));
        Assert.Equal(Fault.None, bench.Cycle.Faults);
    }

    [Fact]
    public void A_controller_that_does_not_acknowledge_raises_ERR()
    {
        var bench = CycleBench.Online(settings => settings.Handshake = Handshake.Acknowledge);
        bench.Part(10_000, CycleBench.Good);
        bench.Until(100_000);

        Assert.Equal("33000-53000", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("53000-", bench.Pulses(SignalNames.Error));
        Assert.Equal(Fault.AcknowledgeMissing, bench.Cycle.Faults);
    }

    [Fact]
    public void A_controller_that_keeps_ACK_raised_raises_ERR()
    {
        var bench = CycleBench.Online(settings => settings.Handshake = Handshake.Acknowledge);
        bench.Part(10_000, CycleBench.Good);
        bench.Pulse(LineInput.Acknowledge, 40_000, width: 60_000);
        bench.Until(110_000);

        Assert.Equal("61000-", bench.Pulses(SignalNames.Error));
    }
}
