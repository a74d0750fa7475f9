using System.Globalization;
using System.Text;
using EdgeAD.Core;
using EdgeAD.Device;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Device;

/// <summary>The status port of the whole application on a simulated board; see docs/device-protocol.md.</summary>
public sealed class StatusPortTests
{
    private SimulatedCameraStation station = new();

    public StatusPortTests() => station.Run(2_000_000);

    [Fact]
    public void Status_tells_the_counters_of_the_cycle()
    {
        var status = Ask("status").Select(line => line.Split(' ', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal("1", status["online"]);
        Assert.Equal("0", status["faults"]);
        Assert.InRange(int.Parse(status["triggers"], CultureInfo.InvariantCulture), 15, 25);
        Assert.Equal("5.0000", status["threshold"]);
        Assert.Equal(64, status["model"].Length);
        Assert.Equal("1", status["starts"]);
        Assert.Equal(station.Application.Cycle.Statistics.SettingsChecksum.ToString("x8", CultureInfo.InvariantCulture), status["settings"]);
    }

    [Fact]
    public void A_threshold_is_applied_at_once_and_kept()
    {
        Assert.Equal(["threshold 5.2500", "shipped 5.0000"], Ask("threshold 5.25"));
        Restart();
        Assert.Equal(["threshold 5.2500", "shipped 5.0000"], Ask("threshold"));
        Assert.Equal(["threshold 5.0000", "shipped 5.0000"], Ask("threshold reset"));
        Restart();
        Assert.Equal(["threshold 5.0000", "shipped 5.0000"], Ask("threshold"));
    }

    [Fact]
    public void Teach_in_proposes_a_threshold_that_can_be_accepted()
    {
        Assert.Equal("error no teach-in is complete", Raw("threshold accept"));
        Assert.Equal("parts 0 of 20", Ask("teach 20 0.01")[0]);
        station.Run(3_000_000);
        var lines = Ask("teach");
        Assert.Equal("parts 20 of 20", lines[0]);
        string proposal = lines.Single(line => line.StartsWith("proposal ", StringComparison.Ordinal)).Split(' ')[1];

        Assert.Equal("threshold " + proposal, Ask("threshold accept")[0]);
    }

    [Fact]
    public void Events_come_oldest_first_without_gaps()
    {
        int[] numbers = [.. Ask("events 10").Select(line => int.Parse(line.Split(' ')[1].Split('.')[1], CultureInfo.InvariantCulture))];

        Assert.Equal(Enumerable.Range(numbers[0], 10), numbers);
    }

    [Fact]
    public void Kept_events_tell_of_the_start_before()
    {
        Restart();
        var kept = Ask("events 100 kept");

        Assert.Contains(kept, line => line.StartsWith("event 1.", StringComparison.Ordinal) && line.Contains(" ng ", StringComparison.Ordinal));
        Assert.Contains(kept, line => line.StartsWith("event 2.", StringComparison.Ordinal) && line.Contains(" online ", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, line => line.Contains(" ok ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_snapshot_arrives_whole()
    {
        var lines = Ask("snapshot");
        byte[] content = [.. lines.Where(line => line.StartsWith("data ", StringComparison.Ordinal)).SelectMany(line => Convert.FromBase64String(line[5..]))];
        var sum = new Checksum();
        sum.Add(content, content.Length);

        Assert.StartsWith("frame 96 96 1 9216 ", lines[0], StringComparison.Ordinal);
        Assert.Equal(((IScene)station).Frame().Pixels, content);
        Assert.Equal("crc " + sum.Value.ToString("x8", CultureInfo.InvariantCulture), lines[^1]);
    }

    [Fact]
    public void Cells_are_the_rows_of_the_grid()
    {
        station.Run(80_000); // between two parts
        var lines = Ask("cells");

        Assert.Equal("grid 4 4", lines[0]);
        Assert.Equal(5, lines.Count);
        Assert.All(lines.Skip(1), line => Assert.Equal(5, line.Split(' ').Length));
    }

    [Fact]
    public void Settings_are_checked_kept_and_count_after_a_restart()
    {
        Ask("set OutputDelay 350000");
        Ask("set WifiPassword secret");
        Assert.Equal(["set OutputDelay = 350000", "set WifiPassword = ***"], Ask("settings"));
        Assert.Equal(500_000, station.Application.Settings.Line.OutputDelay);
        Restart();
        Assert.Equal(350_000, station.Application.Settings.Line.OutputDelay);
        Ask("set OutputDelay");
        Assert.Equal(["set WifiPassword = ***"], Ask("settings"));
    }

    [Fact]
    public void A_restart_is_answered_and_waits_for_a_part_that_comes_meanwhile()
    {
        station = new SimulatedCameraStation(idle: true);
        station.Run(1_000_000);
        Application before = station.Application;
        Assert.Empty(Ask("restart"));
        station.Pass();
        station.Run(300_000);
        Assert.Same(before, station.Application);
        Assert.Equal(1, before.Cycle.PartsInFlight);
        station.Run(1_000_000);
        Assert.NotSame(before, station.Application);
        Assert.Equal(1, before.Cycle.Statistics.Ok);
        List<string> status = Ask("status");
        Assert.Contains("reset_cause 4", status);
        Assert.Contains("starts 2", status);
    }

    [Theory]
    [InlineData("nonsense", "there is no such request; help lists them")]
    [InlineData("threshold x", "threshold takes a number, reset or accept")]
    [InlineData("teach 5", "teach takes 20 to 1000 parts and a share of 0.0001 to 0.2")]
    [InlineData("teach 50 0.9", "teach takes 20 to 1000 parts and a share of 0.0001 to 0.2")]
    [InlineData("events 0", "events takes a number from 1 to 100000")]
    [InlineData("set OutputDelay 5", "OutputDelay must be more than JudgementTimeout: lower the timeout or move the rejector further from the camera.")]
    [InlineData("set Nothing 5", "There is no setting of this name.")]
    [InlineData("restart", "parts are on their way; ask again when the belt is empty")]
    public void Wrong_requests_are_refused_with_the_reason(string request, string reason) => Assert.Equal("error " + reason, Raw(request));

    [Fact]
    public void A_request_that_is_too_long_is_refused_and_the_next_one_answered()
    {
        Assert.Equal("error the request is longer than 200 characters", Raw(new string('x', 300)));
        Assert.Equal("ok", Raw("settings"));
    }

    [Theory]
    [InlineData(0, "update pending")]
    [InlineData(36, "update refused 36")]
    public void A_model_goes_into_the_idle_slot_piece_by_piece(int refused, string verdict)
    {
        station = new SimulatedCameraStation(idle: true, refused);
        station.Run(1_000_000);
        byte[] model = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7 + i / 256))];
        Assert.Equal(["update erasing"], Ask("update 1000"));
        Assert.Equal("error not the next piece, or still erasing", Raw("update data 0 AAAA"));
        station.Run(2_000_000);
        Assert.Equal(["update writing"], Ask("update"));
        Assert.Equal("error bytes are missing, or no update was begun", Raw("update finish"));
        for (int at = 0; at < model.Length; at += 131)
            Assert.Equal(["update writing"], Ask($"update data {at} {Convert.ToBase64String(model, at, Math.Min(131, model.Length - at))}"));
        Assert.Equal(["update checking"], Ask("update finish"));
        station.Run(200_000);

        Assert.Equal([verdict], Ask("update"));
        Assert.Equal(model, station.UpdatedModel);
    }

    [Theory]
    [InlineData("update 0")]
    [InlineData("update 99999999")]
    [InlineData("update 600000")] // more than a slot
    [InlineData("update now please")]
    [InlineData("update data 0")]
    [InlineData("update data 0 AAA")]
    [InlineData("update data 0 A=AA")]
    [InlineData("update data 0 AA=A")]
    [InlineData("update data 0 AA!A")]
    [InlineData("update data -1 AAAA")]
    public void Updates_that_make_no_sense_are_refused(string request)
    {
        station = new SimulatedCameraStation(idle: true);
        station.Run(1_000_000);

        Assert.StartsWith("error ", Raw(request), StringComparison.Ordinal);
        Assert.Equal(["update idle"], Ask("update"));
    }

    [Fact]
    public void No_update_begins_while_parts_are_on_their_way() =>
        Assert.Equal("error parts are on their way; ask again when the belt is empty", Raw("update 1000"));

    [Fact]
    public void Talking_costs_no_decision()
    {
        for (int i = 0; i < 20; i++)
            Ask("status");

        var statistics = station.Application.Cycle.Statistics;
        Assert.Equal(0, statistics.Unjudged);
        Assert.Equal(Fault.None, station.Application.Cycle.Faults);
    }

    /// <summary>The camera's chip is reset; parts in flight are lost.</summary>
    private void Restart()
    {
        station.Reset();
        station.Run(1_000_000);
    }

    private List<string> Ask(string request)
    {
        var lines = Answer(request);
        Assert.Equal("ok", lines[^1]);
        return lines[..^1];
    }

    private string Raw(string request) => Answer(request)[^1];

    private List<string> Answer(string request)
    {
        station.Port.Send(Encoding.ASCII.GetBytes(request + "\n"));
        var text = new StringBuilder();
        var buffer = new byte[256];
        for (int i = 0; i < 5000; i++)
        {
            station.Run(1_000);
            text.Append(Encoding.ASCII.GetString(buffer, 0, station.Port.Receive(buffer)));
            var lines = text.ToString().Split('\n');
            if (lines.Length > 1 && lines[^1].Length == 0 && (lines[^2] == "ok" || lines[^2].StartsWith("error ", StringComparison.Ordinal)))
                return [.. lines[..^1]];
        }

        throw new TimeoutException($"No end of the answer to '{request}': {text}");
    }
}
