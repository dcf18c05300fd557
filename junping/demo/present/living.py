"""All stories of the present."""

from contextlib import ExitStack
from datetime import date

from junping.demo.diary import Diary
from junping.demo.present import disputes, ended, hazards, petitions, requests, reviews
from junping.demo.present.drive import begin_drive
from junping.demo.present.scene import Scene
from junping.demo.town import Town

STORIES = (
    *ended.STORIES,
    *petitions.STORIES,
    *reviews.STORIES,
    *disputes.STORIES,
    *requests.STORIES,
    *hazards.STORIES,
)


def begin_present(town: Town, diary: Diary, today: date, files: ExitStack) -> None:
    """Each story is told with the text of its own name."""
    for story in STORIES:
        diary.begin(story(Scene(town, story.__name__, today, files)))
    begin_drive(town, diary, today)
