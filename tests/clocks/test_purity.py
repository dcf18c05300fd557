import subprocess
import sys

PURE = ("days", "explain", "adjustments", "rules", "statutory", "work_calendar", "seed", "parsing", "now")


def test_counting_and_its_explanation_need_no_framework():
    code = f"import sys; from junping.clocks import {', '.join(PURE)}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
