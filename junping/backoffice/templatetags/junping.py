"""What the pages need beyond Django's own tags."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()

MESSAGE_CLASSES = {"success": "jp-note--ok", "warning": "jp-note--warn", "error": "jp-note--bad"}


@register.simple_tag
def message_class(message: Message) -> str:
    """The colour of a message's strip; the text says the same without it."""
    return MESSAGE_CLASSES.get(message.level_tag, "")


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key, "")
