"""What PostgreSQL itself reaches: single rows, each in a transaction of its own."""

import re
import subprocess

import psycopg

from bench.servers import Servers


def commits_per_second(servers: Servers, seconds: int) -> float:
    """Of pgbench with 8 clients."""
    script = servers.folder / "insert.sql"
    script.write_text("INSERT INTO bench_row (body) VALUES ('one row, one transaction');\n")
    url = servers.postgresql.url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, body text)"
        )
        connection.execute("TRUNCATE bench_row")
    options = ("-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(seconds))
    found = subprocess.run(
        [servers.postgresql.binaries / "pgbench", *options, "-f", script, "-d", url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    said = re.search(r"tps = ([\d.]+)", found)
    assert said, found
    return float(said[1])
