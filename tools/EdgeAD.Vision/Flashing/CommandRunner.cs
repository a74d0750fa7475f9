using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace EdgeAD.Vision.Flashing;

/// <summary>Runs a command and hands its output on, line by line.</summary>
public static class CommandRunner
{
    private const int LinesInMessage = 3;

    /// <summary>Runs to the end; a cancelled run ends the program.</summary>
    /// <returns>Everything that the program printed.</returns>
    /// <exception cref="EdgeAdException">E1403 when the program is not installed, E1513 when it fails.</exception>
    public static string Run(FlashCommand command, Action<string> line, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command.Program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in command.Arguments)
            start.ArgumentList.Add(argument);
        var output = new List<string>();
        void Take(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is null)
                return;
            lock (output)
                output.Add(e.Data);
            line(e.Data);
        }
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        Start(process, command.Program);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (cancellation.Register(() => process.Kill(entireProcessTree: true)))
            process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            string tail = string.Join("; ", output.Where(l => l.Trim().Length > 0).TakeLast(LinesInMessage));
            throw new EdgeAdException(ErrorCode.DeviceToolFailed, $"could not {command.Purpose}: {command.Program} ended with status {process.ExitCode}: {tail}",
                "check cable and port; hold BOOT while pressing RESET if the chip does not answer");
        }
        return new StringBuilder().AppendJoin('\n', output).ToString();
    }

    private static void Start(Process process, string program)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            string how = Path.GetFileNameWithoutExtension(program).Contains("nanoff", StringComparison.OrdinalIgnoreCase) ? "dotnet tool install -g nanoff" : "pip install esptool";
            throw new EdgeAdException(ErrorCode.PackageMissing, $"'{program}' cannot be run: {e.Message}", $"install it with: {how}", e);
        }
    }
}
