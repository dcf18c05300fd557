"""The limit: what this server and database can do where nothing is asked but speed.

A bare WSGI function, prepared statements, orjson. It looks its token up on each request, and does without scope,
history's digests, idempotency, clocks, search and validation.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

import orjson
import psycopg
from psycopg.types.json import Jsonb

from bench.limit_app import sql

STATUS = {"registered": "已登记", "accepted": "已受理", "handling": "办理中", "suspended": "中止", "closed": "已办结"}
BECOMES = {"suspend": ("handling", "suspended", "中止"), "resume": ("suspended", "handling", "恢复")}
# What each kind may do in each state, as JSON: see __main__.
ACTIONS: dict[str, Any] = {}
_local = threading.local()
# Without it the planner plans the joins of a list anew each time, which costs more than the list.
_OPTIONS = "-c TimeZone=Asia/Shanghai -c plan_cache_mode=force_generic_plan"
_SHANGHAI = timezone(timedelta(hours=8))
Answer = tuple[int, Any]


def _cursor() -> Any:
    if not hasattr(_local, "cursor"):
        connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=0, options=_OPTIONS)
        _local.connection, _local.cursor = connection, connection.cursor(binary=True)
    return _local.cursor


def _today() -> date:
    return datetime.now(_SHANGHAI).date()  # noqa: TID251


def _light(warn_on: date | None, due_on: date | None, today: date) -> str:
    if due_on is None:
        return "grey"
    return "red" if due_on < today else "yellow" if warn_on is not None and warn_on <= today else "green"


def _pair(first: Any, second: Any, name: str = "username") -> dict[str, Any] | None:
    return {name: first, "name": second} if first else None


def _row(found: tuple[Any, ...]) -> dict[str, Any]:
    names = len(sql.PLAIN) + 1
    row = dict(zip(sql.PLAIN, found[1:names], strict=True))
    u, un, h, hn, o, on, le, ln, b, bn = found[names:]
    row["record_type"] = "case"
    row["status_label"] = STATUS.get(row["status"], row["status"])
    row["longitude"] = row["latitude"] = None
    row["unit"] = {"code": u, "name": un}
    row["handling_unit"] = _pair(h, hn, "code")
    row["officer"], row["lead"], row["created_by"] = _pair(o, on), _pair(le, ln), _pair(b, bn)
    row["recused"], row["co_units"], row["repeat_of"] = [], [], None
    row["light"] = _light(None, row["due_on"], _today())
    return row


def _page(cursor: Any, statement: str, values: tuple[Any, ...], size: int) -> Answer:
    found = cursor.execute(statement, (*values, size + 1)).fetchall()
    rows = [_row(row) for row in found[:size]]
    following = f"/api/v1/cases/?after={found[size - 1][0]}" if len(found) > size else None
    return 200, {"next": following, "previous": None, "results": rows}


def many(cursor: Any, query: dict[str, list[str]]) -> Answer:
    size = int(query.get("page_size", ["50"])[0])
    if "status" not in query:
        return _page(cursor, sql.LIST, (), size)
    values = (query["unit"][0], query["status"][0], date.fromisoformat(query["due_before"][0]))
    return _page(cursor, sql.FILTERED, values, size)


def one(cursor: Any, number: str) -> Answer:
    found = cursor.execute(sql.DETAIL, (number,)).fetchone()
    if found is None:
        return 404, None
    row = _row(found)
    row["actions"] = ACTIONS.get(f"{row['kind']} {row['status']}")
    return 200, row


def create(cursor: Any, user: tuple[Any, ...], body: bytes) -> Answer:
    given = orjson.loads(body)
    parties = Jsonb(given["parties"])
    values = (given["kind"], given["category"], given["title"], given["description"], given["source"], given["place"])
    found = cursor.execute(sql.CREATE, (*values, parties, user[0], user[3], user[1])).fetchone()
    return 201, _row(found)


def act(cursor: Any, user: tuple[Any, ...], number: str, action: str, body: bytes) -> Answer:
    given = orjson.loads(body)
    before, after, label = BECOMES[action]
    with _local.connection.transaction():
        pk, status, version = cursor.execute(sql.LOCK, (number,)).fetchone()
        if status != before:
            return 409, None
        cursor.execute(sql.UPDATE, (after, pk))
        note = given.get("reason", "")
        cursor.execute(sql.EVENT, (pk, version + 1, user[1], action, label, before, after, note))
    return one(cursor, number)


def board(cursor: Any, query: dict[str, list[str]]) -> Answer:
    size, today = int(query.get("page_size", ["50"])[0]), _today()
    found = cursor.execute(sql.BOARD, (size + 1,)).fetchall()
    rows = [
        {
            "record_type": "case",
            "number": number,
            "title": title,
            "status": status,
            "status_label": STATUS.get(status, status),
            "unit": {"code": u, "name": un},
            "officer": _pair(o, on),
            "lead": _pair(le, ln),
            "rule": rule,
            "label": label,
            "due_on": due_on,
            "prudent_on": prudent_on,
            "provisional": provisional,
            "light": _light(warn_on, due_on, today),
        }
        for number, title, status, u, un, o, on, le, ln, rule, label, due_on, prudent_on, warn_on, provisional in found
    ]
    return 200, {"next": None, "previous": None, "results": rows[:size]}


def statistics(cursor: Any, query: dict[str, list[str]]) -> Answer:
    first, last = (datetime.combine(date.fromisoformat(query[n][0]), time(), _SHANGHAI) for n in ("from", "to"))
    found = cursor.execute(sql.STATISTICS, (first, last + timedelta(days=1))).fetchall()
    return 200, {"cells": [{"key": {"kind": k, "status": s}, "count": count} for k, s, count in found]}


def _route(cursor: Any, user: tuple[Any, ...], environ: dict[str, Any]) -> Answer:
    path, query = environ["PATH_INFO"].removeprefix("/api/v1/"), parse_qs(environ["QUERY_STRING"])
    match path.strip("/").split("/"), environ["REQUEST_METHOD"]:
        case ["cases"], "GET":
            return many(cursor, query)
        case ["cases"], "POST":
            return create(cursor, user, environ["wsgi.input"].read())
        case ["cases", number], "GET":
            return one(cursor, number)
        case ["cases", number, "actions", action], "POST":
            return act(cursor, user, number, action, environ["wsgi.input"].read())
        case ["board"], "GET":
            return board(cursor, query)
        case ["statistics"], "GET":
            return statistics(cursor, query)
    return 404, None


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    cursor = _cursor()
    token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    user = cursor.execute(sql.TOKEN, (hashlib.sha256(token.encode()).hexdigest(),)).fetchone()
    status, answer = _route(cursor, user, environ) if user else (401, None)
    body = orjson.dumps(answer)
    start_response(_LINES[status], [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


_LINES = {
    200: "200 OK",
    201: "201 Created",
    401: "401 Unauthorized",
    404: "404 Not Found",
    409: "409 Conflict",
}
