"""A disk that is soon full: a tmpfs of a few megabytes, with ballast that can be thrown off."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

KIBIBYTE = 1024


class SmallDisk:
    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self, *, leaving):
        """Leave so many bytes free at most."""
        with self.ballast.open("wb", buffering=0) as ballast:
            while self._free() > leaving:
                ballast.write(bytes(64 * KIBIBYTE))

    def _free(self):
        now = os.statvfs(self.folder)
        return now.f_bavail * now.f_frsize


@contextmanager
def small_disk(folder, mebibytes, owner=None):
    """Mounted on the folder, and afterwards no more; a loud skip where this machine does not let us."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={mebibytes}m,mode=700" + (f",uid={owner['user']},gid={owner['group']}" if owner else "")
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("DID NOT RUN: no right to mount a small disk (tmpfs) here, so nothing was filled up")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
