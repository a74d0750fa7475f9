using EdgeAD.ModelPacker.Cli;

namespace EdgeAD.ModelPacker.Tests.Support;

/// <summary>Runs the tool in this process, as a user would from a shell.</summary>
public static class Tool
{
    /// <summary>Runs a command line given as words.</summary>
    public static async Task<ToolRun> Run(params string[] words)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = await EdgeAdTool.InvokeAsync(words, output, TextWriter.Synchronized(error));
        return new ToolRun(code, output.ToString(), error.ToString());
    }
}
