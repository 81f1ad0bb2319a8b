"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from planner.kit.patience import Patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
application = Patience(get_wsgi_application())

# What is loaded stays: the garbage collector need not walk it in the middle of a request.
gc.collect()
gc.freeze()
