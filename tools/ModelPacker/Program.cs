using EdgeAD.ModelPacker.Cli;

return await EdgeAdTool.InvokeAsync(args, Console.Out, Console.Error);
