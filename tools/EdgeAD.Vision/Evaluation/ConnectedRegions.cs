using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Connected regions of a mask; pixels that touch at a side or a corner belong together.</summary>
public static class ConnectedRegions
{
    /// <summary>Labels the regions inside a rectangle of the mask.</summary>
    /// <returns>
    /// Label per pixel of the rectangle, <c>[height][width]</c>, 0 = no defect, 1.. = region; and the number of pixels per label.
    /// </returns>
    public static (int[] Labels, int[] Areas) Label(Mask mask, CropGeometry crop)
    {
        var labels = new int[crop.Width * crop.Height];
        var areas = new List<int> { 0 };
        var pending = new Stack<int>();
        for (int start = 0; start < labels.Length; start++)
        {
            if (labels[start] != 0 || !IsDefect(start))
                continue;
            int label = areas.Count;
            int area = 0;
            labels[start] = label;
            pending.Push(start);
            while (pending.TryPop(out int pixel))
            {
                area++;
                int x = pixel % crop.Width;
                int y = pixel / crop.Width;
                for (int ny = Math.Max(0, y - 1); ny <= Math.Min(crop.Height - 1, y + 1); ny++)
                {
                    for (int nx = Math.Max(0, x - 1); nx <= Math.Min(crop.Width - 1, x + 1); nx++)
                    {
                        int neighbour = ny * crop.Width + nx;
                        if (labels[neighbour] == 0 && IsDefect(neighbour))
                        {
                            labels[neighbour] = label;
                            pending.Push(neighbour);
                        }
                    }
                }
            }
            areas.Add(area);
        }
        areas[0] = labels.Length - areas.Sum();
        return (labels, [.. areas]);

        bool IsDefect(int pixel) => mask.Defect[(crop.Y + pixel / crop.Width) * mask.Width + crop.X + pixel % crop.Width];
    }
}
