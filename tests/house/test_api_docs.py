"""What docs/features/api.md tells to type works as it is typed."""

import json
import os
import re
import shutil
import subprocess

import pytest
from pytest_django.live_server_helper import LiveServer

from planner.models import Member
from tests.api import token_of
from tests.house import ROOT

EXAMPLES = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/features/api.md").read_text(), re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_examples_work_as_they_are_typed(live_server: LiveServer, haruka: Member) -> None:
    curl = shutil.which("curl")
    assert curl, "The examples are for curl."
    typed = [line for line in "".join(EXAMPLES).splitlines() if line.startswith("curl ")]
    assert len(typed) == 4
    env = os.environ | {
        "API": f"{live_server.url}/api/v1/w/{haruka.workspace.slug}",
        "TOKEN": token_of(haruka),
    }
    for line in typed:
        command = line.replace("curl ", f"{curl} --fail-with-body ", 1)
        done = subprocess.run(
            ["bash", "-c", command], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (line, done.stdout)
        assert json.loads(done.stdout)
