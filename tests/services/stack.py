"""The whole planner, running: web, worker, broker and (when a test starts it) beat."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from planner.models import Member
from tests.services.browser import Complaints
from tests.services.process import wait_until
from tests.services.sixweek import Beat, Web, Worker
from tests.services.valkey import Valkey


@dataclass
class Servers:
    """Started once for many journeys; a journey may stop any of them and start it again."""

    web: Web
    worker: Worker
    beat: Beat
    valkey: Valkey

    @classmethod
    def in_folder(cls, folder: Path, valkey: Valkey) -> "Servers":
        env = {"DATABASE_URL": url_of_test_database(), "REDIS_URL": valkey.url}
        env["PLANNER_SECRET_KEY"] = settings.SECRET_KEY
        return cls(Web(folder, env), Worker(folder, env), Beat(folder, env), valkey)

    def start(self) -> None:
        """Start what does not run. Beat is left to the journeys that need it."""
        for server in (self.valkey, self.web, self.worker):
            server.start()

    def settle(self) -> None:
        """Nothing is queued and nothing is being done; a worker that takes too long is killed."""
        self.beat.stop()
        if self.valkey.is_running:
            queue = redis.Redis.from_url(self.valkey.url)
            try:
                if self.worker.is_running:
                    wait_until(
                        lambda: not queue.llen("celery") and not queue.hlen("unacked"),
                        seconds=10,
                        what="the worker",
                    )
            except TimeoutError:
                self.worker.kill()
            queue.flushdb()
            queue.close()
        else:
            self.worker.kill()

    def stop(self) -> None:
        for server in (self.beat, self.worker, self.web):
            server.stop()


@dataclass
class Stack:
    """
    What a journey talks to. The cast (``haruka``, ``ren``, ...) and the factories write to the
    same database; it is emptied after each journey.

    ``page = stack.sign_in(haruka); page.goto("/w/platform/")``
    """

    servers: Servers
    complaints: Complaints
    new_context: Callable[..., BrowserContext]

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return self.servers.web.url

    @property
    def web(self) -> Web:
        return self.servers.web

    @property
    def worker(self) -> Worker:
        return self.servers.worker

    @property
    def beat(self) -> Beat:
        """Not started; ``stack.beat.start()``."""
        return self.servers.beat

    @property
    def valkey(self) -> Valkey:
        return self.servers.valkey

    def open(self, **options: Any) -> Page:
        """
        A browser of its own (nobody is signed in): paths are enough for ``page.goto("/")``.

        ``options`` are those of Playwright's ``new_context``: ``viewport={"width": 390, ...}``,
        ``java_script_enabled=False``, ``color_scheme="dark"``, ``locale="ja-JP"``.
        """
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = self.new_context(base_url=self.url, **options)
        context.set_default_timeout(5_000)
        self.complaints.listen_to(context)
        return context.new_page()

    def sign_in(self, member: Member, **options: Any) -> Page:
        """A browser in which the member has signed in, without walking through the form."""
        page = self.open(**options)
        client = Client()
        client.force_login(member.person, settings.AUTHENTICATION_BACKENDS[0])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])
        return page


def url_of_test_database() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
