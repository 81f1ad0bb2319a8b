"""Django, and before it the long way of senders; the web server comes by ``planner/rsgi.py``."""

import os

from django.core.wsgi import get_wsgi_application

from planner.kit.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
_django = get_wsgi_application()

from support.views.long_way import LongWay  # noqa: E402 - only now are its models known

application = LongWay(_django)

settle()
