#!/usr/bin/env python3
"""
Writes EdgeAD.Vision.Tests/Density/mixture.json: samples of three clusters and the Gaussian mixture that textbook expectation maximisation makes of them,
in plain Python and sharing nothing with the C# fit. Run it by hand after changing the definition; covariances are OAS-shrunk (Chen et al. 2010, eq. 23)
with a floor of 1e-4, as Density/Shrinkage.cs states.

    python3 tests/vectors/mixture_golden.py
"""
import json
import random
from math import exp, log, pi
from pathlib import Path

D, COUNT, FLOOR = 3, 400, 1e-4
CENTERS, SPREADS, SHARES = [(-3, 0, 1), (2, 2, -1), (1, -3, 0)], [(1, .5, .3), (.6, 1.2, .5), (.4, .4, 1)], [.5, .3, .2]


def samples():
    rng = random.Random(12)
    rows = []
    for _ in range(COUNT):
        k = rng.choices(range(3), SHARES)[0]
        g = [rng.gauss(0, 1) for _ in range(D)]
        g[1] += .6 * g[0]
        rows.append([round(c + s * v, 4) for c, s, v in zip(CENTERS[k], SPREADS[k], g)])
    return rows


def solve(matrix, vector):
    """Gauss-Jordan; also the determinant."""
    a, det = [row[:] + [v] for row, v in zip(matrix, vector)], 1.0
    for i in range(D):
        p = max(range(i, D), key=lambda r: abs(a[r][i]))
        if p != i:
            a[i], a[p], det = a[p], a[i], -det
        det *= a[i][i]
        a[i] = [v / a[i][i] for v in a[i]]
        for r in range(D):
            if r != i:
                a[r] = [v - a[r][i] * w for v, w in zip(a[r], a[i])]
    return [row[D] for row in a], det


def log_density(x, mean, covariance):
    diff = [a - b for a, b in zip(x, mean)]
    y, det = solve(covariance, diff)
    return -.5 * (D * log(2 * pi) + log(det) + sum(a * b for a, b in zip(diff, y)))


def shrunk(s, n):
    trace, squares = sum(s[i][i] for i in range(D)), sum(v * v for row in s for v in row)
    rho = min(1, ((1 - 2 / D) * squares + trace * trace) / ((n + 1 - 2 / D) * (squares - trace * trace / D)))
    return [[(1 - rho) * s[i][j] + (rho * trace / D + FLOOR if i == j else 0) for j in range(D)] for i in range(D)]


def expectation_maximisation(rows):
    weights, means = [1 / 3] * 3, [list(c) for c in CENTERS]
    covariances = [[[1.0 * (i == j) for j in range(D)] for i in range(D)] for _ in range(3)]
    for _ in range(300):
        shares, likelihood = [], 0.0
        for x in rows:
            logs = [log(w) + log_density(x, m, c) for w, m, c in zip(weights, means, covariances)]
            top = max(logs)
            total = sum(exp(v - top) for v in logs)
            likelihood += (top + log(total)) / len(rows)
            shares.append([exp(v - top) / total for v in logs])
        for k in range(3):
            n = sum(s[k] for s in shares)
            weights[k] = n / len(rows)
            means[k] = [sum(s[k] * x[i] for s, x in zip(shares, rows)) / n for i in range(D)]
            scatter = [[sum(s[k] * (x[i] - means[k][i]) * (x[j] - means[k][j]) for s, x in zip(shares, rows)) / n for j in range(D)] for i in range(D)]
            covariances[k] = shrunk(scatter, n)
    return weights, means, covariances, likelihood


rows = samples()
weights, means, covariances, likelihood = expectation_maximisation(rows)
target = Path(__file__).resolve().parent.parent / "EdgeAD.Vision.Tests" / "Density" / "mixture.json"
target.write_text(json.dumps({"samples": rows, "weights": weights, "means": means, "covariances": covariances, "log_likelihood": likelihood}) + "\n")
print(f"{target.name}: mean log likelihood {likelihood:.6f}")
