namespace EdgeAD.Core;

/// <summary>Turns raw edges of all inputs into believed level changes, one at a time, in the order in which they happened.</summary>
internal sealed class InputFilter
{
    private const int Inputs = 3;

    /// <summary>Number of ENC A: its edges say that the count stands still (0) or goes on (1).</summary>
    private const int EncoderSilence = 3;

    private readonly ILineInputs inputs;
    private readonly bool triggerActiveLow;
    private readonly Debouncer[] debouncers = new Debouncer[Inputs];
    private readonly long[] edge = new long[4];
    private bool edgeWaits;

    internal InputFilter(ILineInputs inputs, LineSettings settings)
    {
        this.inputs = inputs;
        triggerActiveLow = settings.TriggerEdge == TriggerEdge.Falling;
        for (int i = 0; i < Inputs; i++)
            debouncers[i] = new Debouncer(settings.Debounce);
    }

    /// <summary>Input of the change that <see cref="Next"/> found.</summary>
    internal LineInput Input { get; private set; }

    /// <summary>Level after that change.</summary>
    internal bool Active { get; private set; }

    /// <summary>Time of the edge.</summary>
    internal long Time { get; private set; }

    /// <summary>Encoder count at that edge.</summary>
    internal long Count { get; private set; }

    /// <summary>True while the encoder gives no counts.</summary>
    internal bool Silent { get; private set; }

    /// <summary>How often that has changed since start.</summary>
    internal int SilenceEdges { get; private set; }

    /// <summary>Edges dropped by the driver since start.</summary>
    internal int LostEdges
    {
        get { return inputs.LostEdges; }
    }

    /// <summary>Trigger edges that turned out to be no signal.</summary>
    internal int TriggerBounces
    {
        get { return debouncers[(int)LineInput.Trigger].Bounces; }
    }

    /// <summary>Finds the next believed change up to <paramref name="now"/>; false when there is none.</summary>
    internal bool Next(long now)
    {
        while (true)
        {
            if (!edgeWaits)
                edgeWaits = inputs.TryTakeEdge(edge);

            long until = edgeWaits ? edge[2] : now;
            if (Confirmed(until))
                return true;
            if (!edgeWaits)
                return false;

            edgeWaits = false;
            int input = (int)edge[0];
            if (input == EncoderSilence)
            {
                Silent = edge[1] == 0;
                SilenceEdges++;
            }

            if (input < 0 || input >= Inputs)
                continue;

            bool high = edge[1] != 0;
            bool inverted = input == (int)LineInput.Trigger && triggerActiveLow;
            debouncers[input].Edge(high != inverted, edge[2], edge[3]);
        }
    }

    private bool Confirmed(long until)
    {
        int first = -1;
        for (int i = 0; i < Inputs; i++)
        {
            if (debouncers[i].CanConfirm(until) && (first < 0 || debouncers[i].Since < debouncers[first].Since))
                first = i;
        }

        if (first < 0)
            return false;

        debouncers[first].Confirm(until);
        Input = (LineInput)first;
        Active = debouncers[first].Active;
        Time = debouncers[first].Since;
        Count = debouncers[first].SinceCount;
        return true;
    }
}
