"""How the garbage collector treats a process that answers requests."""

import gc
from typing import Final

_YOUNG: Final = 20_000  # a page of three years makes as many, and lets go of them at its end


def settle() -> None:
    """What is loaded stays: no request has to wait while it is walked, nor for its own objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
