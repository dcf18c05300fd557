"""The index on SQLite: the pairs in their order as words of an FTS5 table; a term is a phrase of its pairs.

The FTS5 table keeps its own content, because SQLite 3.40 cannot delete from one without, and it is written by us
and not by a trigger, because under `trusted_schema=OFF` a trigger may not touch it.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from junping.search import grams

CREATE = ("CREATE VIRTUAL TABLE search_pairs USING fts5(pairs, tokenize='ascii')",)
REMOVE = "DROP TABLE search_pairs"
WRITE_TEXT = """
INSERT INTO search_text (record_type, record_id, text) VALUES (%s, %s, %s)
ON CONFLICT (record_type, record_id) DO UPDATE SET text = excluded.text RETURNING id
"""
WRITE_PAIRS = "INSERT OR REPLACE INTO search_pairs (rowid, pairs) VALUES (%s, %s)"
IDS = """
SELECT record_id FROM search_text
WHERE record_type = %s AND id IN (SELECT rowid FROM search_pairs WHERE search_pairs MATCH %s)
"""


def write(connection: BaseDatabaseWrapper, record_type: str, record_id: int, text: str) -> None:
    """Put a record's text in place of the one before: two statements."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_TEXT, (record_type, record_id, text))
        (row_id,) = cursor.fetchone()
        cursor.execute(WRITE_PAIRS, (row_id, grams.words(text)))


def ids(record_type: str, term: str) -> tuple[str, tuple[object, ...]]:
    """SQL and parameters for the ids of the records that hold the term."""
    return IDS, (record_type, f'"{grams.words(term)}"')
