"""News that goes uphill: sent by this room, inside its transaction."""

from django.dispatch import Signal

# cycle, last (its last day), at, parts: who receives it may write a part of the frozen report
# into ``parts``, plain JSON under a name of its own. What it raises keeps the cycle open.
cycle_closing = Signal()
