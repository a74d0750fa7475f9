namespace EdgeAD.Vision.Evaluation;

/// <summary>Receiver operating characteristic of image scores, where larger scores mean worse parts.</summary>
public sealed class RocCurve
{
    private RocCurve(IReadOnlyList<RocPoint> points, int good, int defects, double? area)
    {
        Points = points;
        Good = good;
        Defects = defects;
        Area = area;
    }

    /// <summary>One point per distinct score, from rejecting nothing to rejecting everything.</summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>Number of good pictures.</summary>
    public int Good { get; }

    /// <summary>Number of pictures of defects.</summary>
    public int Defects { get; }

    /// <summary>
    /// Area under the curve: the probability that a defect scores higher than a good part, ties counting half. Null without both kinds.
    /// </summary>
    public double? Area { get; }

    /// <summary>Builds the curve. A score that is not a number counts as the worst one, as it does on the line.</summary>
    public static RocCurve Of(IReadOnlyCollection<float> good, IReadOnlyCollection<float> defects)
    {
        var ordered = good.Select(s => (Score: Rank(s), Defect: false))
            .Concat(defects.Select(s => (Score: Rank(s), Defect: true)))
            .OrderByDescending(s => s.Score)
            .ToArray();
        var points = new List<RocPoint> { new(float.PositiveInfinity, 0, 0) };
        int falseRejects = 0;
        int found = 0;
        double twiceArea = 0; // in units of one good picture times one defect
        for (int i = 0; i < ordered.Length;)
        {
            float score = ordered[i].Score;
            int goodBefore = falseRejects;
            int foundBefore = found;
            for (; i < ordered.Length && ordered[i].Score == score; i++)
            {
                if (ordered[i].Defect)
                    found++;
                else
                    falseRejects++;
            }
            twiceArea += (double)(falseRejects - goodBefore) * (found + foundBefore);
            points.Add(new RocPoint(score, falseRejects, found));
        }
        double? area = good.Count == 0 || defects.Count == 0 ? null : twiceArea / 2 / good.Count / defects.Count;
        return new RocCurve(points, good.Count, defects.Count, area);
    }

    /// <summary>The point with the best F1; of several the one with the highest threshold. Null without defects.</summary>
    /// <remarks>It looks at the labels of the very pictures it is judged on: an upper bound, not a figure a line will see.</remarks>
    public (RocPoint Point, double F1)? BestF1()
    {
        if (Defects == 0)
            return null;
        (RocPoint Point, double F1) best = (Points[0], 0);
        foreach (RocPoint point in Points)
        {
            double f1 = 2.0 * point.Found / (Defects + point.Found + point.FalseRejects);
            if (f1 > best.F1)
                best = (point, f1);
        }
        return best;
    }

    private static float Rank(float score) => float.IsNaN(score) ? float.PositiveInfinity : score;
}
