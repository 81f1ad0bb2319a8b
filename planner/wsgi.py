"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from planner.kit.memory import settle
from planner.kit.patience import Patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
_django = get_wsgi_application()

from support.views.short_way import ShortWay  # noqa: E402 - only now are its models known

application = Patience(ShortWay(_django))

settle()
