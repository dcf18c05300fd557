"""`python -m bench.drive [--quick] [--sizes …]`: fill, serve, drive, report. See docs/performance.md.

All servers run at once and are driven in turn, so that what the machine does meanwhile hits all alike.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from random import Random

from bench import load, places, report, signing_in
from bench.endpoints import ENDPOINTS, Target, has

Results = dict[tuple[str, str], list[load.Sample]]
# Of five minutes two go to the filling.
QUICKLY = ("list", "filtered list", "detail", "create", "action", "board", "search", "mixed")
SERVERS = {
    "ours": (signing_in.ours, lambda port: ["manage.py", "serve", "--bind", f"127.0.0.1:{port}"]),
    "limit": (signing_in.limit, lambda port: ["-m", "bench.limit_app", str(port)]),
    "plain": (signing_in.plain, lambda port: ["-m", "bench.plain_app", str(port)]),
    "kept": (signing_in.kept, lambda port: ["-m", "bench.plain_app", str(port), "kept"]),
}
# Token, and what the endpoint takes: read off bench/limit_app/app.py.
OF_THE_LIMIT = {"list": 2, "filtered list": 2, "detail": 2, "create": 2, "action": 5, "board": 2, "statistics": 2}


def targets(stack: ExitStack, sizes: Sequence[int], compared: int) -> list[Target]:
    found = []
    for size in sizes:
        for app, (sign_in, command) in SERVERS.items():
            if app == "ours" or size == compared:
                port = places.free_port()
                stack.enter_context(places.serving(places.url_of(size), command(port), port))
                found.append(sign_in(size, port))
    return found


def rounds(found: Sequence[Target], names: Sequence[str], seconds: float, repetitions: int) -> Iterator[str]:
    """Drive everything once to warm it up, then `repetitions` times; yields what comes next, returns the samples."""
    results: Results = {}
    for repetition in range(repetitions + 1):
        for name in names:
            for target in found:
                if has(target, name):
                    yield f"{repetition}/{repetitions} {name}, {target.name}"
                    requests = ENDPOINTS[name](target, Random(repetition))
                    sample = load.drive(target.port, requests, seconds if repetition else 1)
                    if repetition:
                        results.setdefault((target.name, name), []).append(sample)
    return results


def queries(target: Target, names: Sequence[str]) -> dict[str, int]:
    """Queries per request by endpoint."""
    if target.app == "limit":
        return OF_THE_LIMIT
    asked = {}
    for name in names:
        if has(target, name) and name != "mixed":
            requests = ENDPOINTS[name](target, Random(0))
            asked[name] = [
                {"method": r.method, "path": r.path, "body": r.body, "headers": r.headers}
                for r in (requests[0], requests[1 % len(requests)])
            ]
    settings = "junping.settings" if target.app == "ours" else "bench.plain_app.settings"
    done = subprocess.run(
        [sys.executable, "-m", "bench.counting"],
        input=json.dumps(asked),
        env={**places.environment(target.url), "DJANGO_SETTINGS_MODULE": settings},
        cwd=places.ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


def measure(sizes: Sequence[int], compared: int, names: Sequence[str], seconds: float, repetitions: int) -> str:
    with ExitStack() as stack:
        found = targets(stack, sizes, compared)
        work = rounds(found, names, seconds, repetitions)
        results: Results = {}
        while True:
            try:
                sys.stderr.write(f"\r{next(work):<70}")
                sys.stderr.flush()
            except StopIteration as end:
                results = end.value
                break
        sys.stderr.write("\n")
        counted = {target.name: queries(target, names) for target in found if target.size in {compared, sizes[-1]}}
    report.keep(results, counted)
    return report.tables(results, counted, sizes, compared)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", default=os.environ.get("QUICK") == "1")
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--compared", type=int, help="the size at which the two yardsticks run; default the middle one")
    parser.add_argument("--endpoints", nargs="+", choices=ENDPOINTS)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--repetitions", type=int)
    parser.add_argument("--keep", action="store_true", default=os.environ.get("KEEP") == "1")
    given = parser.parse_args()
    sizes = given.sizes or ([1_000, 100_000] if given.quick else [1_000, 100_000, 1_000_000])
    compared = given.compared or sizes[min(1, len(sizes) - 1)]
    seconds = given.seconds or (1 if given.quick else 3)
    names = given.endpoints or list(QUICKLY if given.quick else ENDPOINTS)
    repetitions = given.repetitions or (3 if given.quick else 5)
    places.DATA.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        sys.stderr.write(f"{size:,} cases\n")
        places.make(size, yardsticks=size == compared)
    sys.stdout.write(measure(sizes, compared, names, seconds, repetitions))
    if not given.keep:
        for size in sizes:
            places.drop(size)


if __name__ == "__main__":
    main()
