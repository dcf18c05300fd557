"""What every test stands on: quick password hashing, and flushes despite the history's triggers."""


def pytest_configure():
    import hypothesis
    from django.conf import settings
    from django.test import TransactionTestCase

    # A busy machine is no reason to fail.
    hypothesis.settings.register_profile("junping", deadline=None)
    hypothesis.settings.load_profile("junping")

    _commit_quickly(settings.DATABASES["default"])
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    TransactionTestCase._fixture_teardown = _without_triggers(TransactionTestCase._fixture_teardown)


def pytest_terminal_summary(terminalreporter):
    """What this machine could not give is told at the end of the run, not only counted."""
    told = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if len(report.longrepr) == 3}
    for line in sorted(reason for reason in told if "DID NOT RUN" in reason):
        terminalreporter.write_line(f"!!! {line}", red=True, bold=True)


def _commit_quickly(database):
    """Nothing of these tables is flushed to disk: what must survive a crash runs in a server of its own."""
    options = database["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += " PRAGMA synchronous=OFF;"
    else:
        options["options"] += " -c synchronous_commit=off"


def _without_triggers(flush):
    """A transactional test ends by emptying all tables, which the history's triggers refuse."""

    def teardown(self):
        from django.db import connection

        from junping.history import triggers

        triggers.remove(connection)
        try:
            flush(self)
        finally:
            triggers.install(connection)

    return teardown
