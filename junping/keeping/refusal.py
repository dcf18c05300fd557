"""Why is this not done?"""


class Refused(Exception):
    """A backup or a restore that does not take place; the message (Chinese) says why. Nothing was changed."""
