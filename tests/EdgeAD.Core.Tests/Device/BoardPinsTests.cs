using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeAD.Device;

namespace EdgeAD.Core.Tests.Device;

/// <summary>
/// managed/EdgeAD.Device/Nano/BoardPins.g.cs is made from boards/*.json; after a change of those make it again with
/// <c>EDGEAD_UPDATE_DOCS=1 dotnet run --project tests/EdgeAD.Core.Tests</c>.
/// </summary>
public sealed class BoardPinsTests
{
    /// <summary>Names of the signals in board files, by number.</summary>
    private static readonly string[] Signals = ["TRIG", "RESET", "ACK", "ENC_A", "ENC_B", "READY", "BUSY", "OK", "NG", "STO", "ERR", "RUN", "REJECT"];

    [Fact]
    public void The_pins_are_those_of_the_board_files()
    {
        string made = Generate();
        string path = Repository.PathOf("managed", "EdgeAD.Device", "Nano", "BoardPins.g.cs");
        if (Environment.GetEnvironmentVariable("EDGEAD_UPDATE_DOCS") == "1")
            File.WriteAllText(path, made);

        Assert.Equal(made, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_names_of_signals_agree() =>
        Assert.Equal(BoardSignal.Names, Signals.Select(name => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()));

    private static string Generate()
    {
        var text = new StringBuilder("""
            // Made from boards/*.json by tests/EdgeAD.Core.Tests; do not edit. The board is chosen by msbuild -p:Board=NAME.
            namespace EdgeAD.Device;

            /// <summary>Default pins of the board: GPIO numbers by signal, -1 where it has none. Inputs are pulled down: an open wire reads off.</summary>
            public static class BoardPins
            {
            """.ReplaceLineEndings("\n")).Append('\n');
        string directive = "#if";
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("boards"), "*.json").Where(path => !path.EndsWith(".schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var board = JsonDocument.Parse(File.ReadAllText(file));
            string name = board.RootElement.GetProperty("name").GetString()!;
            JsonElement wired = board.RootElement.GetProperty("signals");
            var pins = Signals.Select(signal => wired.TryGetProperty(signal, out var pin) ? pin.GetInt32() : -1);
            text.Append(CultureInfo.InvariantCulture, $"{directive} {name.ToUpperInvariant().Replace('-', '_')}\n");
            text.Append(CultureInfo.InvariantCulture, $"    public static readonly int[] Pins = new int[] {{ {string.Join(", ", pins)} }};\n");
            directive = "#elif";
        }

        return text.Append("""
            #else
            #error Say which board: -p:Board=XIAO_ESP32S3_SENSE, or another name from the folder boards
            #endif

                public static readonly int[] Flags = new int[] { 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0 };
            }

            """.ReplaceLineEndings("\n")).ToString();
    }
}
