"""Risk figures of known series by numpy, scipy and statsmodels: what RiskMetrics has to agree with.

    python3 -m venv venv && venv/bin/pip install numpy scipy statsmodels pandas arch
    venv/bin/python generate.py

Writes risk.json beside this file. Made with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, arch 8.0.0. Closes are
those of the S&P 500 and NASDAQ indices in arch.data.
"""

import json
import pathlib

import numpy as np
from arch.data import nasdaq, sp500
from scipy import stats
from statsmodels.tsa.stattools import acf

HERE = pathlib.Path(__file__).parent
GOLDEN = """100000 100200 99900 100400 100100 100700 100300 99800 99500 99900 100600 101000 100800 101500 101200 100900
101800 102300 101900 102500 102200 102900"""


def longest_run(flags):
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def metrics(equity, periods_per_year, risk_free):
    e = np.asarray(equity, dtype=np.longdouble)
    r = e[1:] / e[:-1] - 1
    n, p, f = len(r), periods_per_year, risk_free / periods_per_year
    mean, sd = r.mean(), r.std(ddof=1)
    peak = np.maximum.accumulate(e)
    fall = (peak - e) / peak
    r64 = r.astype(float)
    skew, kurt = stats.skew(r64), stats.kurtosis(r64)
    z = stats.norm.ppf(0.05)
    bent = z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * kurt / 24 - (2 * z**3 - 5 * z) * skew**2 / 36
    quantile = np.percentile(r64, 5)
    sharpe = (mean - f) / sd * np.sqrt(p)
    lags = min(p - 1, n // 4)
    k = np.arange(1, lags + 1)
    rho = acf(r64, nlags=lags, adjusted=False, fft=False)[1:]
    inflation = 1 + 2 * np.sum((1 - k / p) * rho)
    annual = (e[-1] / e[0]) ** (p / n) - 1
    out = {
        "periods": n,
        "total_return": e[-1] / e[0] - 1,
        "annualised_return": annual,
        "volatility": sd * np.sqrt(p),
        "sharpe": sharpe,
        "sharpe_lo2002": sharpe / np.sqrt(inflation) if inflation > 0 else None,
        "sortino": (mean - f) / np.sqrt(np.mean(np.minimum(r - f, 0) ** 2)) * np.sqrt(p),
        "max_drawdown": fall.max(),
        "max_drawdown_periods": longest_run(fall > 0),
        "calmar": annual / fall.max(),
        "var_95_historical": -min(quantile, 0),
        "var_95_cornish_fisher": -min(mean + bent * sd, 0),
        "expected_shortfall_95": -min(r64[r64 <= quantile].mean(), 0),
        "skewness": skew,
        "excess_kurtosis": kurt,
    }
    return {name: None if value is None else float(value) for name, value in out.items()}


def case(name, equity, periods_per_year, risk_free):
    return {
        "name": name,
        "periodsPerYear": periods_per_year,
        "riskFree": risk_free,
        "equity": [float(x) for x in equity],
        "expected": metrics(equity, periods_per_year, risk_free),
    }


def covariance():
    """Weighted sums written out, and what they say about a portfolio."""
    decay, days = 0.94, 60
    rng = np.random.default_rng(11)
    common = rng.normal(0, 0.01, (days, 1))
    returns = np.round(common * [1, 0.5, 1.5, -0.2] + rng.normal(0, 0.005, (days, 4)), 6)
    weight = decay ** np.arange(days - 1, -1, -1)
    matrix = (returns * weight[:, None]).T @ returns / weight.sum()
    values = np.array([10_000.0, -4_000.0, 2_500.0, 0.0])
    market = np.full(4, 0.25)
    variance, against = values @ matrix @ values, market @ matrix @ market
    return {
        "decay": decay,
        "returns": returns.tolist(),
        "values": values.tolist(),
        "matrix": matrix.tolist(),
        "volatility": float(np.sqrt(variance)),
        "betaExposure": float(values @ matrix @ market / against),
        "marketCorrelation": float(values @ matrix @ market / np.sqrt(variance * against)),
    }


sp = sp500.load()["Adj Close"].to_numpy()
nq = nasdaq.load()["Adj Close"].to_numpy()
rng = np.random.default_rng(5)
smooth = 100 * np.cumprod(1 + np.round(np.convolve(rng.normal(0.0004, 0.01, 700), [0.5, 0.3, 0.2], "valid"), 6))
cases = [
    case("golden", [float(x) for x in GOLDEN.split()], 252, 0),
    case("golden with a risk-free rate", [float(x) for x in GOLDEN.split()], 252, 0.03),
    case("sp500", sp[:1300], 252, 0),
    case("nasdaq", nq[1000:1600], 252, 0.02),
    case("monthly", sp[:1300:21], 12, 0.01),
    case("running on", np.round(smooth, 6), 12, 0),
    case("a few", [100, 101, 100.5, 99, 102.25], 252, 0),
]
(HERE / "risk.json").write_text(json.dumps({"cases": cases, "covariance": covariance()}) + "\n")
