"""Regression, unit-root and cointegration statistics by numpy, statsmodels and scipy: what Statistics has to agree with.

    python3 -m venv venv && venv/bin/pip install numpy scipy statsmodels pandas arch
    venv/bin/python generate.py

Writes pairs.csv (prices to six digits behind the point) and statistics.json beside this file. Made with numpy 2.4.6,
scipy 1.17.1, statsmodels 0.15.0, arch 8.0.0. Closes are those of the S&P 500 and NASDAQ indices in arch.data; the other
pair is constructed: ln A = 0.3 + 0.8 ln B + a process that forgets 10 % a day.
"""

import json
import pathlib

import numpy as np
import pandas as pd
import statsmodels.api as sm
from arch.data import nasdaq, sp500
from scipy import stats
from statsmodels.tsa.adfvalues import mackinnoncrit
from statsmodels.tsa.stattools import acf, adfuller, coint

HERE = pathlib.Path(__file__).parent
DAYS = 600

rng = np.random.default_rng(2024)
log_b = np.log(50) + np.cumsum(rng.normal(0, 0.012, DAYS))
gap = np.zeros(DAYS)
for t in range(1, DAYS):
    gap[t] = 0.9 * gap[t - 1] + rng.normal(0, 0.006)
prices = pd.DataFrame(
    {
        "sp500": sp500.load()["Adj Close"].to_numpy()[2000 : 2000 + DAYS],
        "nasdaq": nasdaq.load()["Adj Close"].to_numpy()[2000 : 2000 + DAYS],
        "paired": np.exp(0.3 + 0.8 * log_b + gap),
        "partner": np.exp(log_b),
    }
).round(6)
prices.index.name = "day"
prices.to_csv(HERE / "pairs.csv", float_format="%.6f", lineterminator="\n")


def engle_granger(a, b, count):
    a, b = np.log(prices[a].to_numpy()[:count]), np.log(prices[b].to_numpy()[:count])
    line = sm.OLS(a, sm.add_constant(b)).fit()
    statistic, _, critical = coint(a, b, trend="c", autolag="aic")[:3]
    test = adfuller(line.resid, regression="n", autolag="AIC", regresults=True, result_object=False)
    rho = test[3].resols.params[0]
    assert abs(test[0] - statistic) < 1e-9
    return {
        "alpha": line.params[0],
        "beta": line.params[1],
        "adf_statistic": statistic,
        "lags": int(test[3].usedlag),
        "critical_1pct": critical[0],
        "critical_5pct": critical[1],
        "critical_10pct": critical[2],
        "half_life": -np.log(2) / np.log(1 + rho) if -1 < rho < 0 else None,
        "z_score": line.resid[-1] / line.resid.std(ddof=0),
    }


def unit_root(name, column, regression, count, **lags):
    x = np.log(prices[column].to_numpy()[:count])
    test = adfuller(x, regression=regression, regresults=True, result_object=False, **lags)
    return {
        "name": name,
        "column": column,
        "count": count,
        "trend": regression,
        "choice": "akaike" if lags["autolag"] else ("fixed" if lags.get("maxlag") is not None else "schwert"),
        "statistic": test[0],
        "rho": test[3].resols.params[0],
        "lags": int(test[3].usedlag),
        "observations": int(test[3].nobs),
    }


def kalman(step, noise, prior):
    """The filter in matrices, as in the textbook."""
    y, x = np.log(prices["paired"].to_numpy()), np.log(prices["partner"].to_numpy())
    state, cov = np.zeros(2), np.eye(2) * prior
    rows = []
    for t in range(len(y)):
        h = np.array([[1.0, x[t]]])
        cov = cov + np.eye(2) * step
        q = (h @ cov @ h.T)[0, 0] + noise
        error = y[t] - (h @ state)[0]
        gain = (cov @ h.T)[:, 0] / q
        state = state + gain * error
        cov = (np.eye(2) - np.outer(gain, h)) @ cov
        rows.append([state[0], state[1], error, np.sqrt(q)])
    return {"step": step, "noise": noise, "prior": prior, "rows": {str(t): rows[t] for t in (0, 1, 99, DAYS - 1)}}


def regression():
    design = np.column_stack([np.ones(40), rng.normal(size=(40, 3)).round(6)])
    target = (design @ [1, -2, 0.5, 3] + rng.normal(size=40)).round(6)
    fit = sm.OLS(target, design).fit()
    return {
        "columns": design.T.tolist(),
        "target": target.tolist(),
        "coefficients": fit.params.tolist(),
        "lastError": fit.bse[-1],
        "residualSums": [float(target @ target)]
        + [sm.OLS(target, design[:, :k]).fit().ssr for k in range(1, 5)],
    }


def cross_section():
    values = rng.standard_t(2, 30).round(6)
    z = stats.zscore(values)
    return {"values": values.tolist(), "z": z.tolist(), "scores": (np.clip(z, -3, 3) / 3).tolist()}


result = {
    "pairs": [
        {"a": a, "b": b, "count": n, "expected": engle_granger(a, b, n)}
        for a, b, n in [
            ("sp500", "nasdaq", 600),
            ("nasdaq", "sp500", 250),
            ("paired", "partner", 600),
            ("paired", "partner", 100),
            ("partner", "sp500", 40),
        ]
    ],
    "unitRoots": [
        unit_root("prices wander", "sp500", "c", 600, autolag="AIC"),
        unit_root("without a constant", "nasdaq", "n", 600, autolag="AIC"),
        unit_root("four lags", "paired", "c", 300, maxlag=4, autolag=None),
        unit_root("no lags", "partner", "n", 50, maxlag=0, autolag=None),
        unit_root("by Schwert", "partner", "c", 600, autolag=None),
        unit_root("short", "sp500", "c", 30, autolag="AIC"),
    ],
    "critical": {
        str(n): {"one": mackinnoncrit(1, "c", n).tolist(), "two": mackinnoncrit(2, "c", n).tolist()}
        for n in (25, 100, 599)
    },
    "autocorrelation": acf(np.diff(np.log(prices["sp500"])), nlags=20, adjusted=False, fft=False)[1:].tolist(),
    "kalman": kalman(1e-5, 1e-3, 1.0),
    "regression": regression(),
    "crossSection": cross_section(),
}
(HERE / "statistics.json").write_text(json.dumps(result) + "\n")
