"""How often may somebody try a password? Five times per name and address, then a quarter of an hour's wait; fifty
times per address, whatever the names, so that nobody tries one password on everybody.

Counted in the database, so that it holds across workers and restarts. The attempt is written down before the
password is looked at: of sixty attempts at the same instant no more than five get that far. Counting per name *and*
address means that an outsider who guesses at a name locks out nobody but himself.

A name that nobody has is not written down, for it may be a password in the wrong field: a keyed digest stands for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from junping.org.models import SignIn, User
from junping.vault.cipher import blind_index

FAILURES = 5
FAILURES_OF_AN_ADDRESS = 50
NOBODY = "?"  # begins what stands for an unknown name; no username has it
COOL_OFF = timedelta(minutes=15)


@dataclass
class Attempt:
    """An attempt in progress. `wait` is how long to wait before the next one; None: the password may be checked."""

    row: SignIn
    wait: timedelta | None

    def admitted(self) -> None:
        """The password was right: the failures before it count no more."""
        self._becomes(SignIn.Outcome.ADMITTED)

    def _becomes(self, outcome: SignIn.Outcome) -> None:
        self.row.outcome = outcome
        self.row.save(update_fields=["outcome"])


def begin(username: str, address: str | None, now: datetime) -> Attempt:
    """Write an attempt down, as failed until `admitted()` says otherwise, and say whether it may go on."""
    name = _written(username)
    row = SignIn.objects.create(at=now, username=name, address=address, outcome=SignIn.Outcome.FAILED)
    attempt = Attempt(row, _wait(row, now) or _wait_of_address(row, now))
    if attempt.wait is not None:
        attempt._becomes(SignIn.Outcome.REFUSED)
    return attempt


def _written(username: str) -> str:
    if User.objects.filter(username=username).exists():
        return username
    return NOBODY + blind_index("signin", username)[:16]


def _counting(now: datetime) -> QuerySet[SignIn]:
    """Not those of a clock that ran far ahead and has been set right: they would lock people out until then."""
    return SignIn.objects.filter(at__lt=now + COOL_OFF)


def _wait_of_address(row: SignIn, now: datetime) -> timedelta | None:
    """The wait that the failures of one address set off. A success in between forgives nothing: it may be his own."""
    recent = _counting(now).filter(address=row.address, at__gt=now - COOL_OFF, outcome=SignIn.Outcome.FAILED)
    times = recent.exclude(pk=row.pk).order_by("-id").values_list("at", flat=True)[:FAILURES_OF_AN_ADDRESS]
    if row.address is None or len(times) < FAILURES_OF_AN_ADDRESS:
        return None
    left = times[FAILURES_OF_AN_ADDRESS - 1] + COOL_OFF - now
    return left if left > timedelta() else None


def _wait(row: SignIn, now: datetime) -> timedelta | None:
    """The rest of the cool-off that the latest failures of the same name and address set off."""
    same = _counting(now).filter(username=row.username, address=row.address).exclude(pk=row.pk)
    known = same.exclude(outcome=SignIn.Outcome.REFUSED).order_by("-id")[:FAILURES]
    outcomes, times = zip(*known.values_list("outcome", "at"), strict=True) if known else ((), ())
    if outcomes.count(SignIn.Outcome.FAILED) < FAILURES or times[0] - times[-1] >= COOL_OFF:
        return None
    left = times[0] + COOL_OFF - now
    return left if left > timedelta() else None
