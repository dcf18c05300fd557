"""What every test stands on: what costs time and proves nothing is done quickly or once; flushes despite triggers."""

import gc

import pytest

TOGETHER = ("tests/demo", "tests/keeping")


def pytest_configure():
    import hypothesis
    from django.conf import settings
    from django.test import TransactionTestCase

    # A busy machine is no reason to fail.
    hypothesis.settings.register_profile("junping", deadline=None)
    hypothesis.settings.load_profile("junping")

    _commit_quickly(settings.DATABASES["default"])
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _look_for_static_files_once()
    TransactionTestCase._fixture_teardown = _without_triggers(TransactionTestCase._fixture_teardown)


def pytest_collection_finish():
    """The tests themselves are no garbage, and need not be looked through for any."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A worker takes a file at a time, or a whole folder where what is dear to make serves all its files."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)

    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None


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


def _look_for_static_files_once():
    """Each client of a test loads the middleware anew, which would look through all folders of static files."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    found, look = {}, WhiteNoiseMiddleware.add_files_from_finders

    def once(self):
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = once


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
