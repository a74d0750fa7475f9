namespace EdgeAD.Vision.Density;

/// <summary>Which directions of the features a cell keeps.</summary>
public enum ProjectionKind
{
    /// <summary>Those in which good cells vary most.</summary>
    Principal,

    /// <summary>Random ones at right angles to each other.</summary>
    Random,

    /// <summary>Principal ones without the leading few, in which good parts vary anyway (Rippel, Mertens, Merhof 2020).</summary>
    Trailing,
}
