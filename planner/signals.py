"""News that goes uphill: sent by the ground, inside its transaction, and received by the rooms."""

from django.dispatch import Signal

# workspace, at: each room makes its own settings for it.
workspace_created = Signal()

# member, by, at: they left it; what waits for them is somebody else's.
member_left = Signal()
