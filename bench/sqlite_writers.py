"""`python -m bench.sqlite_writers`: twelve clients create cases on SQLite at once: how many a second, at which wait?

The database is filled first, so that its indexes have the depth of a town in use. Every commit is durable
(synchronous=FULL in the settings).
"""

import argparse
import sys

from bench import endpoints, load, places
from bench.endpoints import Target

WRITERS = 12
WANTED_RATE, WORST_WAIT = 200, 3_000


def prepare(cases: int) -> str:
    """The URL of a filled SQLite database under data/bench."""
    file = places.DATA / f"bench-{cases}.sqlite3"
    url = f"sqlite:///{file}"
    if not file.exists():
        places.run(url, "manage.py", "migrate", "--verbosity", "0")
        places.run(url, "-m", "bench.fill", "--cases", str(cases))
    return url


def measure(cases: int, seconds: float, repetitions: int) -> list[load.Sample]:
    url, port = prepare(cases), places.free_port()
    with places.serving(url, ["manage.py", "serve", "--bind", f"127.0.0.1:{port}"], port):
        token = "Bearer " + places.run(url, "manage.py", "token", "center", "--name", "bench").strip()
        request = endpoints.creating(Target("ours", cases, url, port, token), endpoints.A_VILLAGE)
        load.drive(port, [request], 1, WRITERS)
        return [load.drive(port, [request], seconds, WRITERS) for _ in range(repetitions)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--repetitions", type=int, default=5)
    given = parser.parse_args()
    places.DATA.mkdir(parents=True, exist_ok=True)
    samples = sorted(measure(given.cases, given.seconds, given.repetitions), key=lambda sample: sample.rate)
    middle = samples[len(samples) // 2]
    worst, refused = max(s.worst for s in samples), sum(s.refused for s in samples)
    sys.stdout.write(
        f"SQLite, {given.cases:,} cases, {WRITERS} writers: {middle.rate:.0f} creates/s "
        f"({samples[0].rate:.0f}–{samples[-1].rate:.0f}; wanted {WANTED_RATE}), p95 {middle.p95:.0f} ms, "
        f"longest wait {worst:.0f} ms (at most {WORST_WAIT}), refused {refused} (wanted 0)\n"
    )


if __name__ == "__main__":
    main()
