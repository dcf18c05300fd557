"""What may be shown of a personal number? (docs/api.md: first and last characters, the rest as stars.)"""


def mask_id_number(text: str) -> str:
    """Show the first 6 and the last 2 characters; under 12 characters (a passport, say) stars alone."""
    return _mask(text, head=6, tail=2, shortest=12)


def mask_phone(text: str) -> str:
    """Show the first 3 and the last 4 characters; under 11 characters (a local landline, say) stars alone."""
    return _mask(text, head=3, tail=4, shortest=11)


def _mask(text: str, *, head: int, tail: int, shortest: int) -> str:
    if len(text) < shortest:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
