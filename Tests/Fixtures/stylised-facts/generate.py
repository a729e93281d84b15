"""Makes the fixtures of the stylised-facts tests: real prices, a made-up order book, and what numpy, scipy, statsmodels
and arch compute from them.

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 arch==8.0.0
    python generate.py

Writes next to itself:

    sp500.csv, nasdaq.csv   date,close,volume   daily closes of the S&P 500 and the NASDAQ Composite, 1999-2018, from the
                                                data sets of the Python package arch (see README.md)
    book.csv                close,volume,bid,ask,bid_depth,ask_depth   a random walk with quotes, seeded
    expected.csv            series,metric,scale,value          every metric, computed without the package under test
    garch.csv               series,alpha,beta,objective        fits by scipy's optimiser, and by arch without targeting
    blocks.csv              series,of,length                   arch.bootstrap.optimal_block_length, stationary
    errors.csv              series,metric,block,error          arch.bootstrap.StationaryBootstrap, 20,000 resamples
"""

import csv
import pathlib

import arch.data.nasdaq
import arch.data.sp500
import numpy as np
from arch import arch_model
from arch.bootstrap import StationaryBootstrap, optimal_block_length
from scipy import optimize, stats
from statsmodels.tsa.stattools import acf

HERE = pathlib.Path(__file__).parent
SCALES = [1, 2, 5, 10, 20, 60]


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


# --- Statistics, each by the most direct route -------------------------------------------------------------------


def mean_acf(x, first, last):
    return acf(x, nlags=last, fft=False)[first : last + 1].mean()


def cross(x, y, lag):
    x, y, n = x - x.mean(), y - y.mean(), len(x)
    return (x[: n - lag] * y[lag:]).sum() / np.sqrt((x**2).sum() * (y**2).sum())


def hill(values):
    threshold = np.sort(values)[::-1][len(values) // 40]
    return 1 / np.mean(np.log(values[values > threshold] / threshold))


def windows(x, size):
    count = len(x) // size
    return x[: count * size].reshape(count, size)


def decline(r, size):
    blocks = windows(r, size)
    return 1 - stats.kurtosis(blocks.sum(axis=1)) / stats.kurtosis(blocks.ravel())


def fano(r, size=20):
    a = np.abs(r)
    threshold = np.sort(a)[::-1][len(a) // 20]
    counts = windows(a > threshold, size).sum(axis=1)
    return counts.var() / counts.mean()


def loss_speed(r, horizon=10, level=3.0):
    path = np.cumsum(stats.zscore(r))
    path = np.concatenate([[0.0], path])
    ahead = np.lib.stride_tricks.sliding_window_view(path[1:], horizon) - path[: len(r) - horizon + 1, None]
    return np.log((ahead.min(axis=1) <= -level).mean() / (ahead.max(axis=1) >= level).mean())


def exponent(r):
    a = acf(np.abs(r), nlags=100, fft=False)
    edges = [(1, 1), (2, 3), (4, 7), (8, 15), (16, 31), (32, 63), (64, 100)]
    y = np.array([a[i : j + 1].mean() for i, j in edges])
    x = [np.log(np.arange(i, j + 1)).mean() for i, j in edges]
    return -stats.linregress(x, np.log(y)).slope if (y > 0).all() else None


def coarse_to_fine(r):
    blocks = windows(r, 5)
    coarse, fine = np.abs(blocks.sum(axis=1)), np.abs(blocks).mean(axis=1)
    return cross(coarse, fine, 1) - cross(fine, coarse, 1)


def garch(r):
    """Variance-targeted GARCH(1,1) by Gaussian quasi likelihood: (alpha, beta, objective, residuals)."""
    x = stats.zscore(r)

    def path(alpha, beta):
        h = np.empty(len(x))
        h[0] = 1
        for t in range(1, len(x)):
            h[t] = (1 - alpha - beta) + alpha * x[t - 1] ** 2 + beta * h[t - 1]
        return h

    def objective(p):
        h = path(*p)
        return np.mean(np.log(h) + x**2 / h)

    constraint = {"type": "ineq", "fun": lambda p: 0.9999 - p[0] - p[1]}
    bounds = [(1e-8, 0.9999), (0, 0.9999)]
    best = min(
        (
            optimize.minimize(
                objective, start, method="SLSQP", bounds=bounds, constraints=constraint, options={"ftol": 1e-13}
            )
            for start in ([0.1, 0.8], [0.05, 0.93], [0.2, 0.5])
        ),
        key=lambda found: found.fun,
    )
    alpha, beta = best.x
    return alpha, beta, best.fun, x / np.sqrt(path(alpha, beta))


def facts(r, v, targeted):
    a, n = np.abs(r), len(r)
    yield "return_acf_1", 100, lambda: mean_acf(r, 1, 1)
    yield "return_acf_3_20", 250, lambda: mean_acf(r, 3, 20)
    yield "tail_index", 1000, lambda: hill(a)
    yield "tail_index_losses", 1000, lambda: hill(-r)
    yield "tail_index_gains", 1000, lambda: hill(r)
    yield "excess_kurtosis", 250, lambda: stats.kurtosis(r)
    yield "loss_speed", 250, lambda: loss_speed(r)
    yield "skewness", 250, lambda: stats.skew(r)
    yield "kurtosis_decline_20", 2000, lambda: decline(r, 20)
    yield "extreme_fano_20", 1000, lambda: fano(r)
    yield "abs_return_acf_1_20", 250, lambda: mean_acf(a, 1, 20)
    yield "abs_return_acf_1", 100, lambda: mean_acf(a, 1, 1)
    yield "squared_return_acf_1_20", 250, lambda: mean_acf(r**2, 1, 20)
    yield "residual_kurtosis", 500, lambda: stats.kurtosis(targeted()[3])
    yield "kurtosis_removed", 500, lambda: stats.kurtosis(r) - stats.kurtosis(targeted()[3])
    yield "abs_return_acf_51_100", 1000, lambda: mean_acf(a, 51, 100)
    yield "decay_exponent", 1000, lambda: exponent(r)
    yield "leverage_1_10", 250, lambda: np.mean([cross(r, r**2, k) for k in range(1, 11)])
    yield "volume_abs_return", 100, lambda: np.corrcoef(v, a)[0, 1]
    yield "coarse_to_fine_5", 500, lambda: coarse_to_fine(r)


def book_metrics(book, r, v, scale):
    last = np.arange(1, len(r) + 1) * scale
    bid, ask, qb, qa = (book[k] for k in ("bid", "ask", "bid_depth", "ask_depth"))
    mid = (bid + ask) / 2
    spread = ((ask - bid) / mid)[last]
    depth = (qb + qa)[last]
    imbalance = ((qb - qa) / (qb + qa))[last]
    moved = np.diff(np.log(np.concatenate([[mid[0]], mid[last]])))
    flow = (
        qb[1:] * (bid[1:] >= bid[:-1])
        - qb[:-1] * (bid[1:] <= bid[:-1])
        - qa[1:] * (ask[1:] <= ask[:-1])
        + qa[:-1] * (ask[1:] >= ask[:-1])
    )
    flow = windows(flow, scale).sum(axis=1)
    yield "spread_bps", 1e4 * spread.mean()
    yield "spread_acf_1", mean_acf(spread, 1, 1)
    yield "spread_abs_return", np.corrcoef(spread, np.abs(r))[0, 1]
    yield "spread_volume", np.corrcoef(spread, v)[0, 1]
    yield "depth_variation", stats.variation(depth)
    yield "imbalance_acf_1", mean_acf(imbalance, 1, 1)
    yield "imbalance_next_return", cross(imbalance, moved, 1)
    yield "order_flow_impact", np.corrcoef(flow, moved)[0, 1]


# --- Series --------------------------------------------------------------------------------------------------------


def made_up_book(count=2401):
    random = np.random.default_rng(20010402)
    calm = np.exp(0.6 * np.convolve(random.standard_normal(count + 40), np.ones(40) / 40**0.5, "valid")[:count])
    qb, qa = (np.ceil(200 * random.gamma(0.8, 1, count)) + 1 for _ in range(2))
    steps = np.rint(calm * random.standard_normal(count) + 1.2 * np.roll((qb - qa) / (qb + qa), 1))
    mid = 10_000 + np.cumsum(steps)
    half = 1 + random.poisson(calm)
    volume = np.rint(1000 * calm * random.gamma(2, 1, count) / half)
    close = mid + random.integers(-1, 2, count)
    prices = {"close": close / 100, "bid": (mid - half) / 100, "ask": (mid + half) / 100}
    return prices | {"volume": volume, "bid_depth": qb, "ask_depth": qa}


def main():
    expected, fits, blocks, errors = [], [], [], []
    indices = {"sp500": arch.data.sp500.load(), "nasdaq": arch.data.nasdaq.load()}
    for name, data in indices.items():
        close, volume = data["Adj Close"].to_numpy(), data["Volume"].to_numpy()
        write(
            f"{name}.csv",
            ["date", "close", "volume"],
            [(d.date(), f"{c:.6f}".rstrip("0"), int(v)) for d, c, v in zip(data.index, close, volume)],
        )
    book = made_up_book()
    columns = ["close", "volume", "bid", "ask", "bid_depth", "ask_depth"]
    write("book.csv", columns, [[repr(float(book[k][i])) for k in columns] for i in range(len(book["close"]))])

    def column(name, key):
        with open(HERE / f"{name}.csv") as file:
            return np.array([float(row[key]) for row in csv.DictReader(file)])

    for name in ["sp500", "nasdaq", "book"]:
        close, volume = column(name, "close"), column(name, "volume")
        for scale in SCALES:
            r = np.diff(np.log(close[::scale]))
            v = windows(volume[1:], scale).sum(axis=1)
            fit = []

            def targeted():
                if not fit:
                    fit.append(garch(r))
                return fit[0]

            for metric, needed, compute in facts(r, v, targeted):
                value = compute() if len(r) >= needed else None
                expected.append((name, metric, scale, "" if value is None else repr(float(value))))
            if name == "book" and len(r) >= 100:
                for metric, value in book_metrics(book, r, v, scale):
                    expected.append((name, metric, scale, repr(float(value))))
            if scale == 1:
                fits.append((name, "targeted", *(repr(float(x)) for x in targeted()[:3])))
                free = arch_model(stats.zscore(r), mean="Zero", rescale=False).fit(disp="off").params
                fits.append((name, "free", repr(float(free["alpha[1]"])), repr(float(free["beta[1]"])), ""))
        r = np.diff(np.log(close))
        x = stats.zscore(r)
        for of, series in {"returns": x, "sizes": np.abs(r), "squares": x**2}.items():
            blocks.append((name, of, repr(float(optimal_block_length(series)["stationary"].iloc[0]))))
        for metric, statistic in {"skewness": stats.skew, "excess_kurtosis": stats.kurtosis}.items():
            found = StationaryBootstrap(30, x, seed=1).apply(lambda s: np.array([statistic(s)]), 20_000)
            errors.append((name, metric, 30, repr(float(found.std(ddof=1)))))
    write("expected.csv", ["series", "metric", "scale", "value"], expected)
    write("garch.csv", ["series", "fit", "alpha", "beta", "objective"], fits)
    write("blocks.csv", ["series", "of", "length"], blocks)
    write("errors.csv", ["series", "metric", "block", "error"], errors)


if __name__ == "__main__":
    main()
