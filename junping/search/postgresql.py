"""The index on PostgreSQL: the distinct pairs as an array of numbers beside the text, with a GIN index.

An array and not a tsvector, because a tsvector ends at 1 MiB and must have its words quoted in a query.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from junping.search import grams

CREATE = (
    "ALTER TABLE search_text ADD COLUMN pairs bigint[] NOT NULL DEFAULT '{}'",
    "CREATE INDEX search_text_pairs ON search_text USING gin (pairs)",
)
REMOVE = "ALTER TABLE search_text DROP COLUMN pairs"
WRITE = """
INSERT INTO search_text (record_type, record_id, text, pairs) VALUES (%s, %s, %s, %s::bigint[])
ON CONFLICT (record_type, record_id) DO UPDATE SET text = EXCLUDED.text, pairs = EXCLUDED.pairs
"""
IDS = "SELECT record_id FROM search_text WHERE record_type = %s AND pairs @> %s::bigint[] AND strpos(text, %s) > 0"


def write(connection: BaseDatabaseWrapper, record_type: str, record_id: int, text: str) -> None:
    """Put a record's text in place of the one before: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, (record_type, record_id, text, grams.numbers(text)))


def ids(record_type: str, term: str) -> tuple[str, tuple[object, ...]]:
    """SQL and parameters for the ids of the records that hold the term."""
    return IDS, (record_type, grams.numbers(term), term)
