using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Compares cell scores with masks, picture by picture, within what the model sees. Safe to call from several threads.</summary>
internal sealed class PixelEvaluation(InputView view, bool hasMasks)
{
    private readonly PixelMetrics? metrics = hasMasks ? new PixelMetrics() : null;
    private readonly Lock gate = new();

    public int MaskedPictures { get; private set; }

    public int DefectsOutOfView { get; private set; }

    public double? PixelAuroc => metrics?.PixelAuroc();

    public double? AuPro => metrics?.AuPro();

    /// <summary>Counts a picture: all of it when the part is good, what its mask says for a defect, nothing for a defect without a mask.</summary>
    public void Add(Sample sample, Picture picture, Score score)
    {
        if (metrics is null)
            return;
        if (sample.IsGood)
        {
            CropGeometry crop = view.In(picture.Width, picture.Height);
            float[] map = AnomalyMap.Interpolate(score, crop.Width, crop.Height);
            lock (gate)
                metrics.Add(map, [], []);
        }
        else if (sample.MaskPath is not null)
        {
            Mask mask = PictureLoader.LoadMask(sample.MaskPath);
            CropGeometry crop = view.In(mask.Width, mask.Height);
            (int[] labels, int[] areas) = ConnectedRegions.Label(mask, crop);
            float[] map = AnomalyMap.Interpolate(score, crop.Width, crop.Height);
            lock (gate)
            {
                metrics.Add(map, labels, areas);
                MaskedPictures++;
                if (areas.Length == 1)
                    DefectsOutOfView++;
            }
        }
    }
}
