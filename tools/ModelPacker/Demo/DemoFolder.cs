namespace EdgeAD.ModelPacker.Demo;

/// <summary>Where the demonstration keeps what it makes.</summary>
internal sealed record DemoFolder(string Root)
{
    public string Pictures => Path.Combine(Root, "biscuits");

    public string Model => Path.Combine(Root, "model.ead");

    public string Report => Path.Combine(Root, "report.html");

    public string Timeline => Path.Combine(Root, "line.svg");
}
