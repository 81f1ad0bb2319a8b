"""Programs that the system must have; ``./test`` installs them where it may."""

import os
import shutil

import pytest


def binary(*names: str) -> str:
    """
    The path of the first of them that is there. Without any the test is skipped, saying so.

    :raises RuntimeError: in CI, where nothing is skipped.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    reason = f"{names[0]} is missing: run ./test as root, or install it."
    if os.environ.get("CI") == "true":
        raise RuntimeError(reason)
    pytest.skip(reason)
