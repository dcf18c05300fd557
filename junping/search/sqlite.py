"""The index on SQLite: the pairs in their order as words of an FTS5 table; a term is a phrase of its pairs.

The FTS5 table keeps its own content, because SQLite 3.40 cannot delete from one without, and it is written by us
and not by a trigger, because under `trusted_schema=OFF` a trigger may not touch it.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from junping.search import grams

Record = TypeVar("Record", bound=models.Model)
BATCH = 1000

WRITE_TEXT = """
INSERT INTO search_text (record_type, record_id, text) VALUES (%s, %s, %s)
ON CONFLICT (record_type, record_id) DO UPDATE SET text = excluded.text RETURNING id
"""
WRITE_PAIRS = "INSERT OR REPLACE INTO search_pairs (rowid, pairs) VALUES (%s, %s)"
WRITE_ALL = "INSERT INTO search_text (id, record_type, record_id, text) VALUES (%s, %s, %s, %s)"
# CROSS JOIN fixes the order: first the phrase, then its rows. Left alone, SQLite reads every row of the type.
IDS = """
SELECT t.record_id FROM search_pairs p CROSS JOIN search_text t ON t.id = p.rowid
WHERE p.pairs MATCH %s AND t.record_type = %s
"""


def write(connection: BaseDatabaseWrapper, record_type: str, record_id: int, text: str) -> None:
    """Put a record's text in place of the one before: two statements."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_TEXT, (record_type, record_id, text))
        (row_id,) = cursor.fetchone()
        cursor.execute(WRITE_PAIRS, (row_id, grams.words(text)))


def write_all(connection: BaseDatabaseWrapper, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows with normalised texts into the empty table."""
    source = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(source, BATCH)):
            cursor.executemany(WRITE_ALL, batch)
            cursor.executemany(WRITE_PAIRS, [(row[0], grams.words(row[3])) for row in batch])


def pairs(term: str) -> str:
    """The term's pairs as a phrase."""
    return f'"{grams.words(term)}"'


def holding(queryset: "models.QuerySet[Record]", record_type: str, term: Any, pairs: Any) -> "models.QuerySet[Record]":
    """The records of `queryset` that hold the term."""
    return queryset.filter(pk__in=RawSQL(IDS, (pairs, record_type)))
