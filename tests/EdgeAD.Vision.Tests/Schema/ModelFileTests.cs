using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Tests.Packing;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Schema;

/// <summary>The file format as native-kernels/schema/model.fbs describes it.</summary>
public sealed class ModelFileTests
{
    [Fact]
    public void The_committed_code_is_what_the_generator_makes_of_the_schema()
    {
        string folder = Path.Combine(Checkout(), "tools", "EdgeAD.Vision", "Schema");
        using var temp = new TempFolder();
        string generated = Path.Combine(temp.Root, "Model.g.cs");
        Assert.SkipUnless(Run("flatc", "--version").Code == 0, "flatc is not installed (Debian: flatbuffers-compiler)");
        Assert.SkipUnless(Run("bash", "--version").Code == 0, "bash is not installed");
        (int code, string log) = Run("bash", Path.Combine(folder, "generate.sh"), generated);
        Assert.True(code == 0, log);
        Assert.Equal(Lines(Path.Combine(folder, "Model.g.cs")), Lines(generated));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_file_starts_with_the_header(int seed)
    {
        byte[] file = ModelWriter.Write(seed == 0 ? ModelWriterTests.SmallModel() : RandomNetworks.Make(seed));
        Assert.InRange(BitConverter.ToUInt32(file, 0), 112u, (uint)file.Length - 4);
        Assert.Equal("EAD1", Encoding.ASCII.GetString(file, 4, 4));
        Assert.Equal(SHA256.HashData([.. file[..8], .. file[40..]]), file[8..40]);
        Assert.All(file[40..112], b => Assert.Equal(0, b));
        Assert.Equal(0, file.Length % 16);
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_under_any_culture()
    {
        byte[] file = ModelWriter.Write(ModelWriterTests.SmallModel());
        Assert.Equal(file, ModelWriter.Write(ModelWriterTests.SmallModel()));

        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "−");
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("−0,5", (-0.5).ToString()); // the culture is in force
            Assert.Equal(file, ModelWriter.Write(ModelWriterTests.SmallModel()));
            Assert.Equal("16x9x3", LayerShape());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Any_change_of_content_changes_the_bytes()
    {
        ModelContent model = ModelWriterTests.SmallModel();
        byte[] file = ModelWriter.Write(model);
        ModelContent[] others =
        [
            model with { Counter = 10 },
            model with { Name = "other" },
            model with { Calibration = model.Calibration with { Threshold = MathF.BitIncrement(model.Calibration.Threshold) } },
            model with { Provenance = model.Provenance with { Seed = 6 } },
            model with { Head = model.Head with { Center = [.. model.Head.Center.Select(o => o + 1)] } },
        ];
        Assert.All(others, o => Assert.NotEqual(file, ModelWriter.Write(o)));
    }

    private static string LayerShape() => ModelCard.Read(ModelWriter.Write(ProbeModel.Input(9, 16, 3, EdgeAD.Schema.Fit.Stretch))).Layers[0].Input;

    private static string[] Lines(string path) => File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private static (int Code, string Log) Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, text + errors.Result);
        }
        catch (Win32Exception)
        {
            return (-1, $"{program} is not there");
        }
    }

    private static string Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        Assert.Skip("not run from a checkout");
        return "";
    }
}
