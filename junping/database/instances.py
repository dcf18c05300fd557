"""How do rows become model instances? As Django does it, but a related row that comes again is the same instance."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from django.db.models.query import RelatedPopulator

Row = Sequence[Any]
Known = dict[tuple[Any, ...], Model]


def builder(compiler: Any, using: str) -> Callable[[Sequence[Row]], list[Model]]:
    """A function that builds the instances of one query from its rows. `compiler` has worded the query."""
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[first:end]]
    below = compiler.klass_info.get("related_klass_infos", [])
    related = [_Related(RelatedPopulator(info, compiler.select, using)) for info in below]  # type: ignore[call-arg]
    annotations = list((compiler.annotation_col_map or {}).items())

    def build(rows: Sequence[Row]) -> list[Model]:
        known: Known = {}
        instances = []
        for row in rows:
            instance = model.from_db(using, names, row[first:end])
            for each in related:
                each.attach(row, instance, known)
            for name, position in annotations:
                setattr(instance, name, row[position])
            instances.append(instance)
        return instances

    return build


class _Related:
    """A relation that was read along: Django's `RelatedPopulator`, sharing what it has built."""

    def __init__(self, populator: RelatedPopulator) -> None:
        self.populator = populator
        self.below = [_Related(found) for found in populator.related_populators]
        self.kind = populator if self.below else (populator.model_cls, *populator.init_list)

    def attach(self, row: Row, to: Model, known: Known) -> None:
        p = self.populator
        values = p.reorder_for_init(row) if p.reorder_for_init else row[p.cols_start : p.cols_end]
        pk = values[p.pk_idx]
        found = None
        if pk is not None:
            found = known.get((self.kind, pk))
            if found is None:
                found = known[self.kind, pk] = p.model_cls.from_db(p.db, p.init_list, values)
                for each in self.below:
                    each.attach(row, found, known)
        p.local_setter(to, found)
