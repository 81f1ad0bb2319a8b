"""A program writes down what needs what."""

from tests.api import client_of, url
from tests.factories import EpicFactory


def test_dependency_is_made_listed_and_removed(ren, workspace):
    client = client_of(ren)
    for number in (1, 2):
        EpicFactory(workspace=workspace, number=number)
    path = url(ren, "dependencies/")

    made = client.post(path, {"epic": "E-1", "needed": "E-2"}, format="json")
    assert (made.status_code, made.json()["needed"]) == (201, "E-2")
    back = client.post(path, {"epic": "E-2", "needed": "E-1"}, format="json")
    assert back.json()["type"] == "urn:sixweek:problem:needs-go-in-circles"
    assert client.get(path + "?epic=E-1").json()["results"] == [made.json()]
    assert client.get(path + "?epic=E-2").json()["results"] == []
    assert client.delete(f"{path}{made.json()['id']}/").status_code == 204
