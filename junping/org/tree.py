"""Where does a unit hang, and what moves with it?"""

from django.core.exceptions import ValidationError

from junping.org.models import Unit


def hang(unit: Unit, parent: Unit | None) -> list[Unit]:
    """Hang the saved `unit` under `parent` (None: at the root); return it and every unit whose path changes with it.

    Sets `parent` and `path` on the instances and saves nothing: the caller writes each returned unit through
    `workflow.changes.change`, in one transaction. Empty list: the unit hangs there already. ValidationError when
    the unit would hang under itself or the path grows too long.
    """
    old = unit.path
    if parent is not None and old and parent.path.startswith(old):
        raise ValidationError({"parent": f"“{unit.name}”不能挂到自己或自己的下级“{parent.name}”下面。"})
    new = f"{parent.path if parent else '/'}{unit.pk}/"
    if new == old:
        return []
    moved = [unit, *(Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk).order_by("path") if old else ())]
    for below in moved[1:]:
        below.path = new + below.path.removeprefix(old)
    unit.parent, unit.path = parent, new
    if max(len(each.path) for each in moved) > (Unit._meta.get_field("path").max_length or 0):
        raise ValidationError({"parent": "单位层级太多。"})
    return moved


def ancestor_ids(unit: Unit) -> list[int]:
    """The ids of all units above `unit`, the root first; read from the path, no query."""
    return [int(step) for step in unit.path.strip("/").split("/") if step][:-1]
