import asyncio
import time

import pytest

from planner.kit.patience import Patience
from tests.on_the_loop import on_the_loop

SECONDS = 0.2


async def never():
    await asyncio.Event().wait()


async def soon():
    await asyncio.sleep(0)
    return "here"


def test_what_comes_is_returned_and_what_fails_fails():
    async def run():
        patience = Patience(SECONDS)

        async def fail():
            raise StopAsyncIteration

        with pytest.raises(StopAsyncIteration):
            await patience.wait_for(fail())
        return await patience.wait_for(soon()), patience._since

    assert on_the_loop(run) == ("here", {})


def test_what_never_comes_is_waited_for_so_long_and_no_longer():
    async def run():
        patience, begun = Patience(SECONDS), time.monotonic()
        with pytest.raises(TimeoutError):
            await patience.wait_for(never())
        waited = time.monotonic() - begun
        await asyncio.sleep(0)  # it is nothing more than that: the task goes on
        return waited, await patience.wait_for(soon())

    waited, found = on_the_loop(run)
    assert SECONDS <= waited < 2 * SECONDS
    assert found == "here"


def test_each_waits_for_its_own_time():
    async def run():
        patience, ended = Patience(SECONDS), []

        async def wait(name):
            with pytest.raises(TimeoutError):
                await patience.wait_for(never())
            ended.append(name)

        early = asyncio.create_task(wait("early"))
        await asyncio.sleep(SECONDS * 0.8)
        late = asyncio.create_task(wait("late"))
        await early
        return list(ended), await asyncio.gather(late), patience._since, patience._lost

    assert on_the_loop(run) == (["early"], [None], {}, set())


def test_who_hangs_up_is_not_taken_for_late():
    async def run():
        task = asyncio.create_task(Patience(SECONDS).wait_for(never()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return task.cancelled()

    assert on_the_loop(run)


def test_nobody_looks_while_nobody_waits():
    async def run():
        patience = Patience(SECONDS)
        await patience.wait_for(soon())
        looks = patience._looks
        await asyncio.sleep(SECONDS)
        return looks, patience._looks

    assert on_the_loop(run) == (True, False)
