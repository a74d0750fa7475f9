using MathNet.Numerics.LinearAlgebra;

namespace EdgeAD.Vision.Quantization;

/// <summary>Whole-number weights that reproduce a linear layer best, given how its inputs vary: least squares on the lattice, without gradients.</summary>
/// <remarks>
/// The optimum over the reals is rounded one weight at a time, each rounding error made up for by the weights that follow (Babai's nearest plane;
/// the same as GPTQ, Frantar et al. 2023), then single weights and pairs step by one as long as that helps.
/// </remarks>
internal sealed class LatticeFit
{
    private const int MaxSweeps = 20;
    private const double RoundingVariance = 1.0 / 12; // every code was rounded: nothing is known better than that

    private readonly int _n;
    private readonly double[] _hessian; // covariance of the inputs plus ridge
    private readonly Matrix<double> _lower; // its Cholesky factor
    private readonly double _ridge;

    /// <summary>Prepares a covariance.</summary>
    /// <param name="covariance"><c>[n][n]</c>, of the inputs in code steps.</param>
    /// <param name="damping">Share of the mean variance that is added to every variance: how much the inputs are assumed to vary in ways the pictures did
    /// not show. It keeps weights near where they were in directions that good parts never take and defects may.</param>
    public LatticeFit(double[] covariance, double damping)
    {
        _n = (int)Math.Sqrt(covariance.Length);
        _hessian = [.. covariance];
        double mean = 0;
        for (int i = 0; i < _n; i++)
            mean += covariance[(i * _n) + i] / _n;
        _ridge = (damping * mean) + RoundingVariance;
        for (int i = 0; i < _n; i++)
            _hessian[(i * _n) + i] += _ridge;
        _lower = Matrix<double>.Build.Dense(_n, _n, (i, j) => _hessian[(i * _n) + j]).Cholesky().Factor;
    }

    /// <summary>The best weights over the reals: least squares for the targets, drawn towards the given weights by the ridge.</summary>
    /// <param name="weights">Given weights in lattice units.</param>
    /// <param name="cross">Covariance of the inputs with the target, in the same units.</param>
    public double[] Optimum(double[] weights, double[] cross)
    {
        var right = new double[_n];
        for (int i = 0; i < _n; i++)
            right[i] = cross[i] + (_ridge * weights[i]);
        double[] y = new double[_n], x = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            double sum = right[i];
            for (int j = 0; j < i; j++)
                sum -= _lower[i, j] * y[j];
            y[i] = sum / _lower[i, i];
        }

        for (int i = _n - 1; i >= 0; i--)
        {
            double sum = y[i];
            for (int j = i + 1; j < _n; j++)
                sum -= _lower[j, i] * x[j];
            x[i] = sum / _lower[i, i];
        }

        return x;
    }

    /// <summary>Whole numbers in -127..127 near an optimum, in the metric of the inputs.</summary>
    public int[] Round(double[] optimum)
    {
        int[] whole = Babai(optimum);
        Descend(optimum, whole);
        return whole;
    }

    /// <summary>Mean squared error of whole weights against an optimum, in squared lattice units times squared codes.</summary>
    public double Error(double[] optimum, int[] whole)
    {
        double error = 0;
        for (int i = 0; i < _n; i++)
        for (int j = 0; j < _n; j++)
            error += (whole[i] - optimum[i]) * _hessian[(i * _n) + j] * (whole[j] - optimum[j]);
        return error;
    }

    /// <summary>|L^T (w - w*)|^2 is the error; the last weight stands alone in its row, so it is rounded first.</summary>
    private int[] Babai(double[] optimum)
    {
        var whole = new int[_n];
        for (int i = _n - 1; i >= 0; i--)
        {
            double sum = 0;
            for (int j = i + 1; j < _n; j++)
                sum += _lower[j, i] * (whole[j] - optimum[j]);
            whole[i] = Clamp(optimum[i] - (sum / _lower[i, i]));
        }

        return whole;
    }

    private void Descend(double[] optimum, int[] whole)
    {
        var gradient = new double[_n];
        for (int i = 0; i < _n; i++)
        for (int j = 0; j < _n; j++)
            gradient[i] += _hessian[(i * _n) + j] * (whole[j] - optimum[j]);

        bool better = true;
        for (int sweep = 0; better && sweep < MaxSweeps; sweep++)
        {
            better = false;
            for (int i = 0; i < _n; i++)
            {
                better |= TryStep(gradient, whole, i);
                for (int j = 0; j < i; j++)
                    better |= TryPair(gradient, whole, i, j);
            }
        }
    }

    private bool TryStep(double[] gradient, int[] whole, int i)
    {
        int step = gradient[i] > 0 ? -1 : 1;
        if (Math.Abs(whole[i] + step) > 127 || (2 * step * gradient[i]) + _hessian[(i * _n) + i] >= -1e-9)
            return false;
        Move(gradient, whole, i, step);
        return true;
    }

    private bool TryPair(double[] gradient, int[] whole, int i, int j)
    {
        int a = gradient[i] > 0 ? -1 : 1;
        double own = (2 * a * gradient[i]) + _hessian[(i * _n) + i], cross = _hessian[(i * _n) + j];
        int b = gradient[j] + (a * cross) > 0 ? -1 : 1;
        double change = own + (2 * b * gradient[j]) + _hessian[(j * _n) + j] + (2 * a * b * cross);
        if (Math.Abs(whole[i] + a) > 127 || Math.Abs(whole[j] + b) > 127 || change >= -1e-9)
            return false;
        Move(gradient, whole, i, a);
        Move(gradient, whole, j, b);
        return true;
    }

    private void Move(double[] gradient, int[] whole, int i, int step)
    {
        whole[i] += step;
        for (int k = 0; k < _n; k++)
            gradient[k] += step * _hessian[(i * _n) + k];
    }

    private static int Clamp(double value) => (int)Math.Clamp(Math.Round(value), -127, 127);
}
