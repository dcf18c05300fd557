"""A data folder of the tests' own. Loaded by `-p` (pyproject.toml), for settings are read before conftests."""

import atexit
import os
import shutil
import tempfile

if not os.environ.get("JUNPING_DATA_DIR"):
    os.environ["JUNPING_DATA_DIR"] = tempfile.mkdtemp(prefix="junping-tests-")
    atexit.register(shutil.rmtree, os.environ["JUNPING_DATA_DIR"], ignore_errors=True)
