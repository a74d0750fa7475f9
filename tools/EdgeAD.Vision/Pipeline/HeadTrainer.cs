using EdgeAD.Schema;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Everything behind the feature maps, from the features of good pictures: projection, density, score.</summary>
/// <remarks>The backbone never runs here: maps go in, scores come out of the kernels' own head.</remarks>
internal sealed class HeadTrainer
{
    private const float Conspicuous = 2; // deviations above the mean of good cells, from where on a cell counts as area

    private readonly FeatureMaps _maps;
    private readonly DensityOptions _options;
    private readonly DensityFit _fit;
    private readonly NetworkSpec _network; // small, only to carry the head
    private readonly HeadSpec _head;
    private readonly CellFeatures _z;
    private readonly CancellationToken _cancel;

    /// <summary>Fits projection and density.</summary>
    /// <param name="maps">Features of good pictures.</param>
    /// <param name="unit">What a code step means, by channel: <see cref="ProjectionFit.UnitsOf"/>.</param>
    /// <param name="options">Family and the rest.</param>
    /// <param name="cancel">Stops the work.</param>
    public HeadTrainer(FeatureMaps maps, double[] unit, DensityOptions options, CancellationToken cancel)
    {
        (_maps, _options, _cancel) = (maps, options, cancel);
        _network = ProbeModel.NetworkFor(maps);
        _head = ProjectionFit.Fit([new CutSpec(1)], unit, maps, options);
        _z = EngineFarm.Seen(ModelWriter.Write(ProbeModel.Content(_network, _head)), maps, cancel);
        _fit = new DensityFit(options, maps.Rows);
        Model = FitTo([.. Enumerable.Range(0, maps.Pictures.Count)]);
    }

    /// <summary>Head, density and cell normalisation fitted to all pictures, behind a network of no account.</summary>
    public ModelContent Model { get; }

    /// <summary>Image score of every picture of a fold from a density that was fitted without it.</summary>
    /// <param name="fit">Pictures to fit to.</param>
    /// <param name="heldOut">Pictures to score.</param>
    public Score[] HeldOut(int[] fit, int[] heldOut) => EngineFarm.Score(ModelWriter.Write(FitTo(fit)), _maps.Of(heldOut), _cancel);

    private ModelContent FitTo(int[] pictures)
    {
        int top = Math.Max(1, (int)Math.Round(_options.TopFraction * _maps.Cells));
        ModelContent model = ProbeModel.Content(_network, _head) with { Density = _fit.Fit(_z.Of(pictures), _cancel) };
        CalibrationSpec calibration = Normalise(model, pictures);
        return model with
        {
            Calibration = _options.Aggregation switch
            {
                Aggregation.TopMean when top > 1 => calibration with { Aggregation = Aggregation.TopMean, TopCount = top },
                Aggregation.Area => calibration with { Aggregation = Aggregation.Area, CellThreshold = Conspicuous },
                _ => calibration,
            },
        };
    }

    /// <summary>Centre and scale that give good cells mean 0 and standard deviation 1.</summary>
    private CalibrationSpec Normalise(ModelContent model, int[] pictures)
    {
        double sum = 0, squares = 0;
        long count = 0;
        foreach (Score score in EngineFarm.Score(ModelWriter.Write(model), _maps.Of(pictures), _cancel))
        {
            foreach (float cell in score.Cells)
            {
                sum += cell;
                squares += cell * (double)cell;
                count++;
            }
        }

        double mean = sum / count, deviation = Math.Sqrt(Math.Max((squares / count) - (mean * mean), 1e-12));
        return new CalibrationSpec { CellCenter = (float)mean, CellScale = (float)(1 / deviation) };
    }
}
