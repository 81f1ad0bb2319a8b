"""A migrated database on our own PostgreSQL: those of the tests are copies of it."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

NAME = "migrated"


def migrated_template() -> str:
    """
    Its name. Made by whichever process asks first; the others wait for it.

    :raises subprocess.CalledProcessError: it could not be migrated.
    """
    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(server.geturl(), autocommit=True) as asked:
        asked.execute("SELECT pg_advisory_lock(1)")  # held until we hang up
        if not asked.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            asked.execute(f"CREATE DATABASE {NAME}")
            subprocess.run(
                [sys.executable, settings.BASE_DIR / "manage.py", "migrate", "--verbosity=0"],
                env={**os.environ, "DATABASE_URL": server._replace(path=f"/{NAME}").geturl()},
                check=True,
                capture_output=True,
            )
    return NAME
