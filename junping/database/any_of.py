"""`field__any_of=queryset`: as `in`, but told to PostgreSQL so that each value is looked up by index.

`id IN (SELECT …)` within an OR becomes a filter over the whole table there; `id = ANY(ARRAY(SELECT …))` is one more
index condition (measured at 20,000 cases: 8.8 ms against 0.1 ms). For subqueries that return few rows.
"""

from typing import Any

from django.db.models import BigAutoField, BigIntegerField, F, QuerySet
from django.db.models.lookups import In


class AnyOf(In):
    lookup_name = "any_of"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"= ANY(ARRAY{rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)


def is_any_of(column: str, rows: "QuerySet[Any, Any]") -> AnyOf:
    """The same as a condition for a foreign key's column, which takes no lookups of ours."""
    return AnyOf(F(column), rows)


for field in (BigAutoField, BigIntegerField):
    field.register_lookup(AnyOf)
