using EdgeAD.Schema;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Search;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Cost;

public sealed class BoardCostTests
{
    private static readonly Board Xiao = BoardCatalog.Find("xiao-esp32s3-sense");

    [Fact]
    public void The_default_network_fits_every_camera_board_and_says_how_sure_that_is()
    {
        byte[] model = ModelTrainer.Outline(new TrainOptions());
        foreach (Board board in BoardCatalog.All.Where(b => !b.IsHost))
        {
            BoardCost cost = BoardCostModel.For(board)!.Of(model).RequireFit();
            Assert.InRange(cost.Milliseconds, 2, 40);
            double computing = cost.Instructions * BoardCostModel.EspressifCycles / (1e3 * board.Cpu.ClockMhz);
            Assert.Equal(cost.Milliseconds, computing + cost.MemoryMilliseconds, 1e-9);
            Assert.InRange(cost.MemoryMilliseconds, 1, 6);
            Assert.True(cost.Interval[0] < cost.Milliseconds * (1 - BoardCostModel.CycleError) && cost.Interval[1] > cost.Milliseconds * (1 + BoardCostModel.CycleError));
            Assert.Equal(CostErrors.Of(TargetCounts.Find("esp32s3")!).Largest, cost.InstructionError);
            Assert.Contains("an estimate", cost.Text);
            Assert.Contains("assumed", cost.Text);
            Assert.Equal(model.Length, cost.ModelBytes);
        }
    }

    [Fact]
    public void Memory_that_a_board_lacks_is_refused_with_what_to_do()
    {
        var options = new TrainOptions { InputSize = 512, Density = new DensityOptions { Scope = Scope.Shared, Components = 4 } };
        EdgeAdException error = Expect.Error(ErrorCode.BoardMismatch, () => BoardCostModel.For(Xiao)!.Of(ModelTrainer.Outline(options)).RequireFit());
        Assert.Contains("128.0 KB", error.Message);
        Assert.Contains("--input", error.Hint);
    }

    [Fact]
    public void A_model_beyond_its_slot_is_refused()
    {
        var options = new TrainOptions { InputSize = 256, Density = new DensityOptions { Dimensions = 48 } };
        EdgeAdException error = Expect.Error(ErrorCode.BoardMismatch, () => BoardCostModel.For(Xiao)!.Of(ModelTrainer.Outline(options)).RequireFit());
        Assert.Contains("flash", error.Message);
        Assert.Contains("--dims", error.Hint);
    }

    /// <summary>Lines as tests/targets/cache.sh counts them for a model of the demo: 1,245 of constants where the density stays in flash, 80 where it is copied, 1,800 of the frame, 390 to 470 of code.</summary>
    [Fact]
    public void Waiting_is_what_the_caches_fetch()
    {
        ModelShape shape = ModelShape.Read(ModelTrainer.Outline(new TrainOptions()));
        Assert.Equal(144 * ((192 * 2) + (16 * 4) + (16 * 4) + 4), shape.DensityBytes);
        double room = ExternalMemory.Milliseconds(Xiao, shape, Xiao.Memory.EngineBytes - shape.DensityBytes);
        double none = ExternalMemory.Milliseconds(Xiao, shape, Xiao.Memory.EngineBytes - shape.DensityBytes + 1);
        Assert.Equal(((1247 - 82) * 484 / 240e3) + room, none, 0.02);
        Assert.Equal(((450 * 292) + (82 * 484) + (1800 * 174)) / 240e3, room, 1e-9);
    }

    [Fact]
    public void A_mixture_that_no_cache_holds_is_fetched_for_every_cell()
    {
        ModelShape small = ModelShape.Read(ModelTrainer.Outline(new TrainOptions { Density = new DensityOptions { Scope = Scope.Shared, Components = 16 } }));
        ModelShape large = small with { DensityBytes = 40_000 };
        double rest = ExternalMemory.Milliseconds(Xiao, small with { DensityBytes = 0 }, 0);
        Assert.Equal(rest + (Math.Ceiling(small.DensityBytes / 64.0) * 484 / 240e3), ExternalMemory.Milliseconds(Xiao, small, Xiao.Memory.EngineBytes), 1e-9);
        Assert.Equal(rest + (144 * 625 * 484 / 240e3), ExternalMemory.Milliseconds(Xiao, large, Xiao.Memory.EngineBytes), 1e-9);
    }

    [Fact]
    public void Larger_inputs_take_longer()
    {
        double[] times = [.. new[] { 96, 160, 224 }.Select(size => BoardCostModel.For(Xiao)!.Of(ModelTrainer.Outline(new TrainOptions { InputSize = size })).Milliseconds)];
        Assert.True(times[0] < times[1] && times[1] < times[2], string.Join(' ', times));
    }

    [Fact]
    public void On_this_computer_time_is_measured_not_estimated()
    {
        Assert.Null(BoardCostModel.For(BoardCatalog.Find("host")));
        Assert.Equal("measured on this machine", new SearchOptions().For(BoardCatalog.Find("host")).Clock);
        Assert.Equal("estimated for xiao-esp32s3-sense", new SearchOptions().For(Xiao).Clock);
    }
}
