namespace EdgeAD.Device;

/// <summary>
/// Learns a threshold on site from the scores of good parts: above the upper fifth of the scores the tail is taken to be exponential, and the threshold
/// lies where it leaves the wanted share of good parts behind. No defects are needed, and none may be among the parts.
/// </summary>
/// <remarks>n parts without one reject show only that the rate is below about 3/n (rule of three); a smaller rate is an extrapolation.</remarks>
public sealed class TeachIn
{
    /// <summary>Fewest parts.</summary>
    public const int Fewest = 20;

    /// <summary>Most parts.</summary>
    public const int Most = 1000;

    private const int Tail = 5;

    private readonly float[] scores = new float[Most];
    private double rate;

    /// <summary>Parts that were asked for; 0: no teach-in has been started.</summary>
    public int Wanted { get; private set; }

    /// <summary>Parts seen.</summary>
    public int Count { get; private set; }

    /// <summary>Parts whose score was no finite number; they are left out.</summary>
    public int Refused { get; private set; }

    /// <summary>True while parts are awaited.</summary>
    public bool Running
    {
        get { return Count < Wanted; }
    }

    /// <summary>True when all parts were seen.</summary>
    public bool Done
    {
        get { return Wanted > 0 && Count == Wanted; }
    }

    /// <summary>Begins.</summary>
    /// <param name="parts">Good parts to look at, 20 to 1000.</param>
    /// <param name="falseRejects">Share of good parts that may be rejected, in millionths: 100 to 200000.</param>
    /// <returns>False when a number is outside its range.</returns>
    public bool Start(int parts, long falseRejects)
    {
        if (parts < Fewest || parts > Most || falseRejects < 100 || falseRejects > 200000)
            return false;

        Wanted = parts;
        Count = 0;
        Refused = 0;
        rate = falseRejects / 1000000.0;
        return true;
    }

    /// <summary>Gives up.</summary>
    public void Stop()
    {
        Wanted = 0;
        Count = 0;
    }

    /// <summary>Takes the score of a good part.</summary>
    public void Add(float score)
    {
        if (!Running)
            return;
        if (!(score < float.MaxValue) || !(score > -float.MaxValue))
        {
            Refused++;
            return;
        }

        int at = Count;
        while (at > 0 && scores[at - 1] > score)
        {
            scores[at] = scores[at - 1];
            at--;
        }

        scores[at] = score;
        Count++;
    }

    /// <summary>A score, 0 = the lowest.</summary>
    public float Score(int rank)
    {
        return scores[rank];
    }

    /// <summary>The threshold that the scores ask for. Only when <see cref="Done"/>.</summary>
    public float Threshold()
    {
        int tail = Count / Tail;
        float foot = scores[Count - tail - 1];
        double excess = 0;
        for (int i = Count - tail; i < Count; i++)
            excess += scores[i] - foot;

        double share = (double)tail / Count;
        return rate >= share ? foot : (float)(foot + excess / tail * Log(share / rate));
    }

    /// <summary>Natural logarithm of a number from 1 to 10000, to some 12 digits; v1 keeps the library's in an assembly of its own.</summary>
    private static double Log(double x)
    {
        const double ln2 = 0.69314718055994530942;
        double sum = 0;
        while (x > 1.5)
        {
            x /= 2;
            sum += ln2;
        }

        double y = (x - 1) / (x + 1);
        double square = y * y;
        double term = y;
        for (int i = 1; i < 30; i += 2)
        {
            sum += 2 * term / i;
            term *= square;
        }

        return sum;
    }
}
