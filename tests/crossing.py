"""Transactions that are tried against each other where it hurts, and not by chance."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import OperationalError, connection

PATIENCE = 0.7  # seconds; less than the second after which PostgreSQL looks for a deadlock


def crossing(*acts: tuple[str, Callable[[], object]]) -> list[Any]:
    """
    What each act gave back, or raised. Each is given with a table: once it has a row of it, it
    waits until the others have theirs, or, where they cannot have it, for a moment.

    :raises OperationalError: they wait for each other: a deadlock.
    """
    together = Barrier(len(acts))

    def run(act: tuple[str, Callable[[], object]]) -> Any:
        table, change = act
        waits = True

        def after(execute: Any, sql: str, *args: Any) -> Any:
            nonlocal waits
            answer = execute(sql, *args)
            if waits and _takes(sql, table):
                waits = False
                with suppress(BrokenBarrierError):
                    together.wait(PATIENCE)
            return answer

        try:
            with connection.execute_wrapper(after):
                return change()
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - what it is, the test says
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _takes(sql: str, table: str) -> bool:
    is_locked = f'FROM "{table}"' in sql and (" FOR UPDATE" in sql or " FOR NO KEY" in sql)
    return is_locked or sql.startswith(f'UPDATE "{table}"')
