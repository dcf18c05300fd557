"""Where is it? Longitude and latitude, CGCS2000 degrees."""

from typing import Any

from junping.workflow.refusals import invalid


def check_point(record: Any) -> None:
    """Longitude and latitude come together or not at all. Raises Invalid at the one that is missing."""
    if (record.longitude is None) != (record.latitude is None):
        missing = "longitude" if record.longitude is None else "latitude"
        raise invalid(missing, "required", "经度和纬度要么都填，要么都不填。")
