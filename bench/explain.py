"""`python -m bench.explain --cases N`: how does PostgreSQL answer the queries of each endpoint? The plans, shortened.

Asks the program in this process, as `bench.counting` does, and shows of each query the steps that took part: what was
read by which index, how many rows, in how many milliseconds. A worded query is explained as it is sent: prepared.
"""

import argparse
import logging
import os
import re
import sys
from random import Random
from typing import Any

from bench import places, signing_in
from bench.endpoints import ENDPOINTS

READS = ("list", "list of a village", "list of a handler", "filtered list", "search", "detail", "board", "statistics")
# A step with its table or index, its rows and its time.
_STEP = re.compile(
    r"^(?P<indent>\s*)(?:->\s+)?(?P<what>[A-Z][^(]*?)\s+\(.*?\(actual time=[\d.]+\.\.(?P<ms>[\d.]+) rows=(?P<rows>\d+)"
)
_KNOWN = ('SELECT "org_apitoken"', 'SELECT "org_unit"')
_TOLD = ("Scan", "Sort", "Limit", "Aggregate")


def plan_of(connection: Any, sql: str, values: Any) -> list[str]:
    """The plan as the program's connection makes it: a generic one for what is sent prepared."""
    import psycopg
    from psycopg import sql as wording

    from junping.database.prepared import numbered

    raw = psycopg.RawCursor(connection.connection)
    raw.execute(f"PREPARE explained AS {numbered(sql)}", prepare=False)
    given = ", ".join(wording.quote(None if value is None else str(value), connection.connection) for value in values)
    for _ in range(2):
        raw.execute(f"EXPLAIN (ANALYZE) EXECUTE explained{f'({given})' if given else ''}", prepare=False)
        found = [row[0] for row in raw.fetchall()]
    raw.execute("DEALLOCATE explained", prepare=False)
    return found


def shortened(plan: list[str]) -> list[str]:
    told = []
    for line in plan:
        step = _STEP.match(line)
        if (
            step
            and int(step["rows"])
            and any(word in step["what"] for word in _TOLD)
            and " on org_" not in step["what"]
        ):
            depth = min(len(step["indent"]) // 6, 3)
            told.append(f"{'  ' * depth}{step['what']}: {step['rows']} rows, {step['ms']} ms")
        elif line.startswith("Execution Time"):
            told.append(line)
    return told


def explain(cases: int, names: list[str]) -> None:
    os.environ |= places.environment(places.url_of(cases))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junping.settings")
    import django

    django.setup()
    logging.disable()
    from django.db import connection
    from django.test import Client

    target = signing_in.ours(cases)
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, *more: Any) -> Any:
        asked.append((sql, values))
        return execute(sql, values, *more)

    for name in names:
        request = ENDPOINTS[name](target, Random(1))[0]
        for _ in range(2):
            asked.clear()
            with connection.execute_wrapper(note):
                Client(headers=dict(request.headers)).generic(request.method, request.path)
        sys.stdout.write(f"\n### {name}\n\n```\n")
        # The token and the units in scope are the same everywhere.
        for sql, values in (pair for pair in asked if not pair[0].startswith(_KNOWN)):
            sys.stdout.write("\n".join(shortened(plan_of(connection, sql, values))) + "\n\n")
        sys.stdout.write("```\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--endpoints", nargs="+", choices=READS, default=list(READS))
    given = parser.parse_args()
    explain(given.cases, given.endpoints)


if __name__ == "__main__":
    main()
