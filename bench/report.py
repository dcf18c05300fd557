"""The tables: endpoint × size, and the ratios to the yardsticks. Medians of the repetitions, lowest and highest."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from statistics import median

from bench import load, places

Results = Mapping[tuple[str, str], Sequence[load.Sample]]
Counted = Mapping[str, Mapping[str, int]]
# What docs/performance.md promises.
OF_THE_LIMIT = {"list": 0.20, "detail": 0.25, "create": 0.15, "action": 0.25, "mixed": 0.20}
OVER_THE_PLAIN = {"mixed": 5.0}
GROWS_AT_MOST = 1.5
GROWTH_PROMISED = ("list", "filtered list", "detail", "board", "search", "create", "action", "admin list")


def keep(results: Results, counted: Counted) -> None:
    """Everything measured, for whoever wants to reckon again: data/bench/last.json."""
    samples = [
        {"target": target, "endpoint": endpoint, "samples": [asdict(sample) for sample in found]}
        for (target, endpoint), found in results.items()
    ]
    text = json.dumps({"tool": load.tool(), "queries": counted, "results": samples}, indent=1)
    (places.DATA / "last.json").write_text(text)


def tables(results: Results, counted: Counted, sizes: Sequence[int], compared: int) -> str:
    parts = [f"Driven with {load.tool()}, 4 connections, one worker of 8 threads.", "", *_each(results, counted)]
    parts += ["", *_ratios(results, compared)]
    if len(sizes) > 1:
        parts += ["", *_growth(results, sizes)]
    return "\n".join(parts) + "\n"


def _each(results: Results, counted: Counted) -> Iterator[str]:
    yield "| endpoint | app, cases | requests/s (min–max) | p50 ms | p95 ms | queries | refused |"
    yield "| --- | --- | --: | --: | --: | --: | --: |"
    for target, endpoint in sorted(results, key=lambda key: (key[1], key[0])):
        found = results[target, endpoint]
        rates = [sample.rate for sample in found]
        queries = counted.get(target, {}).get(endpoint, "")
        yield (
            f"| {endpoint} | {target} | {median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f}) "
            f"| {_p50(found):.1f} | {_p95(found):.1f} | {queries} | {sum(sample.refused for sample in found)} |"
        )


def _ratios(results: Results, compared: int) -> Iterator[str]:
    yield f"| at {compared:,} cases | of the limit app | wanted | times the plain app | wanted | its connections kept |"
    yield "| --- | --: | --: | --: | --: | --: |"
    for endpoint in dict.fromkeys(endpoint for _, endpoint in results):
        rates = {
            app: median(sample.rate for sample in results[f"{app} {compared}", endpoint])
            for app in ("ours", "limit", "plain", "kept")
            if (f"{app} {compared}", endpoint) in results
        }
        if "ours" in rates and len(rates) > 1:
            limit = f"{rates['ours'] / rates['limit']:.0%}" if "limit" in rates else ""
            plain, kept = _times(rates, "plain"), _times(rates, "kept")
            wanted = f"{OF_THE_LIMIT[endpoint]:.0%}" if endpoint in OF_THE_LIMIT else ""
            over = f"{OVER_THE_PLAIN[endpoint]:.0f} ×" if endpoint in OVER_THE_PLAIN else ""
            yield f"| {endpoint} | {limit} | {wanted} | {plain} | {over} | {kept} |"


def _times(rates: Mapping[str, float], app: str) -> str:
    if app not in rates:
        return ""
    return f"{rates['ours'] / rates[app]:.1f} ×" if rates[app] else "it answered none within the second"


def _growth(results: Results, sizes: Sequence[int]) -> Iterator[str]:
    yield f"| p95 ms | {' | '.join(f'{size:,}' for size in sizes)} | largest / smallest | at most |"
    yield f"| --- | {' | '.join('--:' for _ in sizes)} | --: | --: |"
    for endpoint in dict.fromkeys(endpoint for target, endpoint in results if target.startswith("ours")):
        found = [_p95(results[f"ours {size}", endpoint]) for size in sizes]
        most = f"{GROWS_AT_MOST}" if endpoint in GROWTH_PROMISED else ""
        cells = " | ".join(f"{value:.1f}" for value in found)
        yield f"| {endpoint} | {cells} | {found[-1] / found[0]:.2f} | {most} |"


def _p50(found: Sequence[load.Sample]) -> float:
    return median(sample.p50 for sample in found)


def _p95(found: Sequence[load.Sample]) -> float:
    return median(sample.p95 for sample in found)
