"""Users, units and tokens are changed here, each change an event of its own history."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from junping.clocks.now import now
from junping.org import tokens
from junping.org.actor import Actor
from junping.org.models import ApiToken, Unit, User
from junping.org.roles import Role, joined
from junping.org.tree import hang
from junping.workflow.act import public
from junping.workflow.changes import change
from junping.workflow.refusals import Stale

OWN_RIGHTS = "不能给自己的账号加角色或保密权限，请另一位系统管理员办理。"
OWN_END = "不能停用自己的账号，也不能去掉自己的“系统管理员”角色。"


def create_user(actor: Actor, username: str, password: str, values: Mapping[str, Any]) -> User:
    """Make an account. `values`: name, unit, roles (names), cleared, is_active. Hashing happens outside the write."""
    user = User(username=username, **_columns(values))
    user.set_password(password)
    told = {name: public(value) for name, value in _columns(values).items()}
    _write(user, "create", actor, told, "建立账号")
    return user


def change_user(actor: Actor, user: User, values: Mapping[str, Any]) -> bool:
    """Change name, unit, roles, clearance or activity; False where nothing differs.

    ValidationError where an administrator would raise themselves or shut themselves out.
    """
    columns = _columns(values)
    if user.pk == actor.id:
        _refuse_own(user, columns)
    return _apply(actor, user, columns, "change", "修改账号")


def set_password(actor: Actor, user: User, password: str) -> None:
    """Set a password; the event tells that it was set, never which."""
    user.set_password(password)
    _write(user, "set_password", actor, {}, "设置密码")


def create_unit(actor: Actor, code: str, name: str, level: str, parent: Unit | None) -> Unit:
    """Add a unit below `parent`."""
    with transaction.atomic():
        unit = Unit(code=code, name=name, level=level)
        unit.save()
        hang(unit, parent)
        told = {"name": name, "level": level, "parent": public(parent)}
        _write(unit, "create", actor, told, "设立单位")
    return unit


def change_unit(actor: Actor, unit: Unit, name: str, level: str, parent: Unit | None) -> bool:
    """Rename, regrade or move a unit; what lies below moves along, each with an event of its own."""
    with transaction.atomic():
        old_parent = public(unit.parent)
        moved = hang(unit, parent)
        told = {"parent": [old_parent, public(parent)]} if moved else {}
        for below in moved[1:]:
            _write(below, "move", actor, {"above": [unit.name, name]}, "随上级移动")
        return _apply(actor, unit, {"name": name, "level": level}, "change", "修改单位", told)


def retire_unit(actor: Actor, unit: Unit, on: date | None) -> bool:
    """Retire a unit (None: take it back). Its records stay; nothing new is assigned to it."""
    return _apply(actor, unit, {"retired_on": on}, "retire", "撤并单位" if on else "恢复单位")


def issue_token(actor: Actor, user: User, name: str, days: int) -> tuple[ApiToken, str]:
    """Issue a token; the plain text is returned once and kept nowhere."""
    token, plain = tokens.issue(user, name, now=now(), days=days)
    told = {"user": user.username, "name": name, "expires_at": public(token.expires_at)}
    _write(token, "issue", actor, told, "发放令牌")
    return token, plain


def revoke_token(actor: Actor, token: ApiToken) -> bool:
    """Revoke a token; it is dead at its next use. False where it was revoked before."""
    if token.revoked_at is not None:
        return False
    return _apply(actor, token, {"revoked_at": now()}, "revoke", "撤销令牌")


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    roles: Iterable[str] = values["roles"]
    return {**values, "roles": joined(roles)}


def _refuse_own(user: User, columns: Mapping[str, Any]) -> None:
    roles = set(filter(None, columns["roles"].split(",")))
    if roles - user.role_set:
        raise ValidationError({"roles": OWN_RIGHTS})
    if columns["cleared"] and not user.cleared:
        raise ValidationError({"cleared": OWN_RIGHTS})
    if Role.ADMIN in user.role_set and Role.ADMIN not in roles:
        raise ValidationError({"roles": OWN_END})
    if not columns["is_active"]:
        raise ValidationError({"is_active": OWN_END})


def _apply(
    actor: Actor,
    obj: Any,
    columns: Mapping[str, Any],
    action: str,
    label: str,
    told: Mapping[str, Any] | None = None,
) -> bool:
    """Set what differs and write it with its old and new values."""
    differs = dict(told or {})
    for name, value in columns.items():
        old, new = public(getattr(obj, name)), public(value)
        if old != new:
            differs[name] = [old, new]
            setattr(obj, name, value)
    if differs:
        _write(obj, action, actor, differs, label)
    return bool(differs)


def _write(obj: Any, action: str, actor: Actor, told: Mapping[str, Any], label: str) -> None:
    """The one way to save. Stale where somebody was quicker, on the same row or with the same name."""
    try:
        change(obj, action, actor, told, label=label)
    except IntegrityError:
        raise Stale("刚才有人改过，或已有同样的。请刷新这一页，核对后再办。") from None
