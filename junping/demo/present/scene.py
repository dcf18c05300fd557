"""One story of the present: its text, its village, its people, its days."""

from contextlib import ExitStack
from datetime import date
from io import BytesIO
from random import Random
from typing import Any

from junping.attachments import check, storage
from junping.demo import people
from junping.demo.hands import Hand
from junping.demo.pace import Past
from junping.demo.town import Town
from junping.demo.wording import filled, scene
from junping.workflow.files import Stored

CASE = ("category", "title", "description")
HAZARD = ("domain", "title", "description", "site")


class Scene:
    """`files` removes what was stored again when the demo does not come to its end.

    `number` is left here by one part of a story for the next.
    """

    number = ""

    def __init__(self, town: Town, key: str, today: date, files: ExitStack) -> None:
        text = scene(key)
        self.town = town
        self.village = town.village(text["village"])
        self.rng = Random(key)
        self.past = Past(self.rng, today)
        self.said = filled(text, self.rng, self.village.name)
        self._today = today
        self._files = files

    def also(self, key: str) -> "Scene":
        """Another text told in the same story."""
        return Scene(self.town, key, self._today, self._files)

    def petition(self, hand: Hand, **more: Any) -> str:
        """Log an appeal of one petitioner, unless `more` says otherwise; its number."""
        return self._case(hand, {"kind": "petition", "petition_class": "appeal", **more})

    def dispute(self, hand: Hand, **more: Any) -> str:
        return self._case(hand, {"kind": "dispute", "source": "village", "people_count": 2, **more}, "respondent")

    def request(self, hand: Hand, **more: Any) -> str:
        return self._case(hand, {"kind": "request", **more})

    def hazard(self, hand: Hand, **more: Any) -> str:
        given = {name: self.said[name] for name in HAZARD}
        return hand.log_hazard(source="inspection", unit=self.village.code, **given, **more)

    def accepted(self, number: str, **more: Any) -> None:
        """The centre accepts an appeal and tells the petitioner that day."""
        self.town.center.case(number, "accept", notified_on=self.past.today, route="petition", **more)

    def ordered(self, number: str, due_on: date, **more: Any) -> None:
        """The centre gives the village, and the owner where there is one, notice to put it right."""
        given = {"responsible_unit": self.village.code, "measures": self.said["measures"], "due_on": due_on}
        if "owner" in self.said:
            given["responsible_person"] = self.said["owner"]
        self.town.center.hazard(number, "order", **given, **more)

    def file(self, name: str, content: bytes, purpose: str, caption: str) -> dict[str, Any]:
        """A file on disk, as `attach` asks for it."""
        opened = BytesIO(content)
        found = check.examine(name, opened)
        key = self._files.enter_context(storage.kept(opened, found))
        stored = Stored(found.name, found.size, found.content_type, found.sha256, key)
        return {"file": stored, "purpose": purpose, "caption": caption}

    def _case(self, hand: Hand, data: dict[str, Any], other: str = "") -> str:
        parties = [people.party(self.rng, "applicant", self.said["a"], self.village.name)]
        if other:
            parties.append(people.party(self.rng, other, self.said["b"], self.village.name, with_number=False))
        given = {name: self.said[name] for name in CASE} | {"parties": parties, "unit": self.village.code}
        if "source" in self.said:
            given["source"] = self.said["source"]
        return hand.log_case(place=self.village.name, **{**given, **data})
