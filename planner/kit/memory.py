"""How the garbage collector treats a process that works for others without end."""

import gc
from typing import Final

# A page of three years makes as many, or a batch of alerts, and lets go of them at its end.
_YOUNG: Final = 20_000


def settle() -> None:
    """What is loaded stays: no request has to wait while it is walked, nor for its own objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
