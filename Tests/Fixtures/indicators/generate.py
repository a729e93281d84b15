"""Expected indicator values, computed by other people's code.

    python3 -m venv venv && venv/bin/pip install numpy pandas TA-Lib arch
    venv/bin/python generate.py

Writes, next to this file:

    candles.csv     500 days of the S&P 500 index, 2007-07-02 to 2009-06-24, calm and crash. The data come with the
                    Python package `arch` (`arch.data.sp500`, University of Illinois/NCSA licence), whose authors took
                    them from Yahoo! Finance. Index levels are facts; no claim on them is made here.
    expected.csv    a column for each indicator value, named as `qtg analyze indicators` names it, empty until warmed up

Oracles: TA-Lib (C library 0.8.1) for everything it has. MACD is put together from TA-Lib's EMA, because TA-Lib's own
MACD seeds the fast average late (docs/models/indicators.md); its own values are the columns `talib_macd…`. Volume-
weighted average and realised volatility, which TA-Lib does not have, are pandas'.
"""

import os

import numpy as np
import pandas as pd
import talib
from arch.data import sp500

FOLDER = os.path.dirname(os.path.abspath(__file__))


def candles():
    data = sp500.load().loc["2007-07-01":].iloc[:500]
    table = data[["Open", "High", "Low", "Close", "Volume"]].round(2)
    table.insert(0, "Date", data.index.strftime("%Y-%m-%d"))
    table["Volume"] = table["Volume"].astype(np.int64)
    return table.reset_index(drop=True)


def ema_of(values, period):
    """TA-Lib's EMA of a series that starts with NaN."""
    first = int(np.argmax(~np.isnan(values)))
    result = np.full(len(values), np.nan)
    result[first:] = talib.EMA(values[first:], period)
    return result


def expected(table):
    high, low, close = (table[name].to_numpy(float) for name in ("High", "Low", "Close"))
    volume = table["Volume"].to_numpy(float)
    out = {}
    for n in (1, 8, 20, 100):
        out[f"sma_{n}"] = close if n == 1 else talib.SMA(close, n)
    for n in (12, 50):
        out[f"ema_{n}"] = talib.EMA(close, n)
    for n in (2, 14):
        out[f"rsi_{n}"] = talib.RSI(close, n)
        out[f"atr_{n}"] = talib.ATR(high, low, close, n)
    for f, s, g in ((12, 26, 9), (8, 16, 4)):
        line = talib.EMA(close, f) - talib.EMA(close, s)
        signal = ema_of(line, g)
        line[np.isnan(signal)] = np.nan
        out[f"macd_{f}_{s}_{g}"], out[f"macd_signal_{f}_{s}_{g}"] = line, signal
        out[f"macd_histogram_{f}_{s}_{g}"] = line - signal
    own = talib.MACD(close, 12, 26, 9)
    for name, values in zip(("talib_macd", "talib_macd_signal", "talib_macd_histogram"), own):
        out[name] = values
    for n, k in ((20, 2), (5, 1.5)):
        bands = talib.BBANDS(close, n, k, k)
        for name, values in zip(("upper", "middle", "lower"), bands):
            out[f"bollinger_{name}_{n}_{k}"] = values
    for n in (1, 10):
        out[f"roc_{n}"] = talib.ROC(close, n)
    for n, s, d in ((14, 3, 3), (5, 1, 3)):
        k_values, d_values = talib.STOCH(high, low, close, n, s, 0, d, 0)
        out[f"stochastic_k_{n}_{s}_{d}"], out[f"stochastic_d_{n}_{s}_{d}"] = k_values, d_values
    typical = pd.Series((high + low + close) / 3)
    weights = pd.Series(volume)
    out["vwap_20"] = ((typical * weights).rolling(20).sum() / weights.rolling(20).sum()).to_numpy()
    returns = pd.Series(np.log(close)).diff()
    for n in (8, 32):
        out[f"realised_volatility_{n}"] = returns.rolling(n).std(ddof=1).to_numpy()
    return pd.DataFrame(out)


table = candles()
table.to_csv(os.path.join(FOLDER, "candles.csv"), index=False, lineterminator="\n")
expected(table).to_csv(
    os.path.join(FOLDER, "expected.csv"), index=False, float_format="%.15g", lineterminator="\n")
