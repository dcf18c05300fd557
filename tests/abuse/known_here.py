"""Hooks of schemathesis: it asks about records of this place, mostly with keys of its own and versions that may be."""

import itertools
import json
import os
import random
import re

import schemathesis

KNOWN = json.loads(os.environ["KNOWN_HERE"])
KEY = re.compile(r"[\x21-\x7e]{8,200}")
_chance = random.Random(KNOWN["seed"])
_keys = (f"{KNOWN['seed']}-{n:08}" for n in itertools.count())


@schemathesis.hook
def before_call(context, case, kwargs):
    """What is put in is as fit, by the document, as what was there: a request made unfit on purpose stays so."""
    if "number" in case.path_parameters and _usually():
        case.path_parameters["number"] = _chance.choice(KNOWN["hazards" if "/hazards/" in case.path else "cases"])
    if KEY.fullmatch(case.headers.get("Idempotency-Key", "")) and _usually():
        case.headers["Idempotency-Key"] = next(_keys)
    if "If-Match" in case.headers and _usually():
        case.headers["If-Match"] = _chance.choice(["*", '"1"', '"2"', '"3"'])


def _usually():
    return _chance.random() < 0.9
