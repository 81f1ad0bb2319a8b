"""The web server's way in: senders by the quick way, all else over a bridge to Django."""

from typing import Final

from django.conf import settings

from planner.kit.bridge import Bridge
from planner.kit.incoming import Bodies
from planner.wsgi import application as wsgi
from support.views.door import Door

THREADS: Final = 8
LARGEST: Final = 8 * 1024**2  # bytes: no form of ours is as large

_bodies = Bodies()
_bridge = Bridge(
    wsgi, bodies=_bodies, limit=max(LARGEST, settings.HOOK_BODY_BYTES), threads=THREADS
)
application = Door(_bridge, bodies=_bodies)
