"""`python -m bench.counting`: how many queries does each request cost? Requests as JSON on stdin, counts on stdout.

Runs in the settings of DJANGO_SETTINGS_MODULE, without a server; the second request counts, when caches are warm.
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junping.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402


def count(request: dict[str, Any], fresh: int) -> int:
    found = 0

    def one_more(execute: Any, *arguments: Any) -> Any:
        nonlocal found
        found += 1
        return execute(*arguments)

    headers = {name: value.replace("@N@", str(fresh)) for name, value in request["headers"]}
    with connection.execute_wrapper(one_more):
        Client(headers=headers).generic(request["method"], request["path"], request["body"], "application/json")
    return found


def main() -> None:
    told = {}
    for name, pair in json.load(sys.stdin).items():
        told[name] = [count(request, place + os.getpid() * 10) for place, request in enumerate(pair)][-1]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
