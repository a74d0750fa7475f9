using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary><c>edgead simulate --faults</c>. Runs alone, because it measures the memory of the process.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FactoryVerbTests
{
    private const string Name = "measures memory";

    [Fact]
    public async Task TheFactoryProvesItself()
    {
        ToolRun run = (await Tool.Run("simulate", "--faults", "--parts", "2000", "--rate", "20", "--seed", "3")).IsOk();
        Assert.Matches("silent escapes +0 ", run.Output);
        Assert.Matches("escapes without a cause +0 ", run.Output);
        Assert.Contains("bouncing trigger", run.Output);
        ToolRun broken = await Tool.Run("simulate", "--faults", "--parts", "2000", "--sabotage", "latepulse");
        Assert.NotEqual(0, broken.Code);
        Assert.Contains("E1501: ", broken.Error);
        Assert.Contains("off by more than 1 ms", broken.Error);
        Assert.Contains("--sabotage LatePulse", broken.Error);
        (await Tool.Run("simulate", "--faults", "--sabotage", "nothing")).IsError(1001, "DroppedPulse");
        (await Tool.Run("simulate", "--faults", "--frame-ms", "50")).IsError(1001, "--frame-ms");
        (await Tool.Run("simulate", "--faults", "--rate", "50")).IsError(1001, "--rate");
        Assert.Equal(2, (await Tool.Run("simulate")).Code);
        Assert.Equal(2, (await Tool.Run("simulate", "--faults", "--timeline", "x.svg")).Code);
        Assert.Equal(2, (await Tool.Run("simulate", "model.ead", "photos", "--sabotage", "leak")).Code);
        Assert.Equal(2, (await Tool.Run("simulate", "model.ead", "photos", "--faults")).Code);
    }
}
