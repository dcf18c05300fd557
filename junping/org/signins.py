"""How often may somebody try a password? Five times per name and address, then a quarter of an hour's wait.

Counted in the database, so that it holds across workers and restarts. The attempt is written down before the
password is looked at: of sixty attempts at the same instant no more than five get that far. Counting per name *and*
address means that an outsider who guesses at a name locks out nobody but himself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from junping.org.models import SignIn

FAILURES = 5
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
    row = SignIn.objects.create(at=now, username=username[:60], address=address, outcome=SignIn.Outcome.FAILED)
    attempt = Attempt(row, _wait(row, now))
    if attempt.wait is not None:
        attempt._becomes(SignIn.Outcome.REFUSED)
    return attempt


def _wait(row: SignIn, now: datetime) -> timedelta | None:
    """The rest of the cool-off that the latest failures of the same name and address set off."""
    same = SignIn.objects.filter(username=row.username, address=row.address).exclude(pk=row.pk)
    known = same.exclude(outcome=SignIn.Outcome.REFUSED).order_by("-id")[:FAILURES]
    outcomes, times = zip(*known.values_list("outcome", "at"), strict=True) if known else ((), ())
    if outcomes.count(SignIn.Outcome.FAILED) < FAILURES or times[0] - times[-1] >= COOL_OFF:
        return None
    left = times[0] + COOL_OFF - now
    return left if left > timedelta() else None
