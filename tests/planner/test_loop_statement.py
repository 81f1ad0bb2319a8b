"""A statement on the event loop: what it returns, and what it survives."""

import asyncio
import os

import pytest
from django.db import DataError, OperationalError, connection
from psycopg.pq import Format

from planner.kit import loop_statement
from planner.kit.loop_statement import LoopStatement, array_of
from tests.on_the_loop import on_the_loop

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]

ECHO = """
    SELECT place, text, content
    FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS given (text, content, place)
"""
MEGABYTE = 1024**2


def echo() -> LoopStatement:
    return LoopStatement(ECHO, name="echo", formats=(Format.BINARY, Format.BINARY))


def asked(sql: str) -> LoopStatement:
    return LoopStatement(sql, name="asked", formats=(Format.TEXT,))


def terminate(pid: bytes | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [int(pid or b"")])
    connection.close()


@pytest.fixture(autouse=True)
def _no_connection_is_left(request):
    """The database of the tests can be emptied only by who is alone with it."""
    made = []
    leave = LoopStatement.__init__

    def remember(self, *args, **kwargs):
        made.append(self)
        leave(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LoopStatement, "__init__", remember)
        yield
    for one in made:
        if one._database:
            one._database.connection.close()
            one._database.close()


def test_values_arrive_as_they_are():
    async def work():
        statement = echo()
        texts, contents = ["名前 'quoted' {}", "", "b"], [b"\0\xff", b"", b"x" * 100]
        first = await statement.rows(
            array_of([text.encode() for text in texts], of_text=True), array_of(contents)
        )
        second = await statement.rows(array_of([b"again"], of_text=True), array_of([b"y"]))
        return texts, contents, first, second

    texts, contents, first, second = on_the_loop(work)
    assert [int(place) for place, _text, _content in first] == [1, 2, 3]
    assert [text.decode() for _place, text, _content in first] == texts
    assert [bytes.fromhex(one[2][2:].decode()) for one in first] == contents
    assert [one[1] for one in second] == [b"again"]


def test_more_than_a_socket_takes_at_once_is_sent_and_received():
    async def work():
        statement = echo()
        big = os.urandom(5 * MEGABYTE)
        ((_, _, content),) = await statement.rows(array_of([b"big"], of_text=True), array_of([big]))
        return big, bytes.fromhex(content[2:].decode())

    big, found = on_the_loop(work)
    assert big == found


def test_loop_goes_on_meanwhile():
    async def work():
        statement, turns = asked("SELECT pg_sleep($1::float)"), 0
        waiting = statement.rows(b"0.3")
        while not waiting.done():
            await asyncio.sleep(0.01)
            turns += 1
        return turns

    assert on_the_loop(work) > 5


def test_refusal_of_the_database_is_the_one_that_django_knows():
    async def work():
        statement = asked("SELECT $1::int")
        with pytest.raises(DataError):
            await statement.rows(b"no number")
        return await statement.rows(b"7")

    assert on_the_loop(work) == [(b"7",)]


def test_connection_that_the_server_closed_is_replaced_unnoticed():
    async def work():
        statement = asked("SELECT pg_backend_pid() + 0 * $1::int")
        ((before,),) = await statement.rows(b"1")
        await asyncio.to_thread(terminate, before)
        await asyncio.sleep(0.1)
        ((after,),) = await statement.rows(b"1")
        return before, after

    before, after = on_the_loop(work)
    assert before != after


def test_connection_that_is_lost_in_the_middle_is_told_of():
    async def work():
        statement = asked("SELECT pg_backend_pid() FROM pg_sleep($1::float)")
        ((pid,),) = await statement.rows(b"0")
        waiting = statement.rows(b"20")
        await asyncio.sleep(0.2)
        await asyncio.to_thread(terminate, pid)
        with pytest.raises(OperationalError):
            await waiting
        return await statement.rows(b"0")

    assert on_the_loop(work)


def test_silent_server_counts_as_away(monkeypatch):
    monkeypatch.setattr(loop_statement, "SECONDS", 0.3)

    async def work():
        statement = asked("SELECT pg_backend_pid() FROM pg_sleep($1::float)")
        ((before,),) = await statement.rows(b"0")
        with pytest.raises(OperationalError):
            await statement.rows(b"20")
        ((after,),) = await statement.rows(b"0")
        terminate(before)
        return before, after

    before, after = on_the_loop(work)
    assert before != after
