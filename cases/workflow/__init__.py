"""The tables of petitions (accusations among them), disputes and requests: one file a kind."""

from cases.workflow.accusation import ACCUSATION
from cases.workflow.dispute import DISPUTE
from cases.workflow.petition import PETITION
from cases.workflow.request import REQUEST

TABLES = {table.kind: table for table in (PETITION, ACCUSATION, DISPUTE, REQUEST)}

__all__ = ["TABLES"]
