#!/usr/bin/env python
"""Django's commands; an unreadable setting is one clear sentence instead of a traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
if __name__ == "__main__":
    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ImproperlyConfigured) as error:
        sys.exit(f"Cannot start: {error}")
