"""The table of hazards and findings."""

from safety.workflow.hazard import HAZARD

TABLES = {HAZARD.kind: HAZARD}

__all__ = ["HAZARD", "TABLES"]
