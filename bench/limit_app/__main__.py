"""`python -m bench.limit_app PORT`: serve. What each state allows is read from the table `limit_actions`."""

import os
import sys

import orjson
import psycopg
from waitress import create_server

from bench.limit_app.app import ACTIONS, application

# As junping/api/server.py.
THREADS = 8


def main(port: int) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        for name, text in connection.execute("SELECT name, actions FROM limit_actions").fetchall():
            ACTIONS[name] = orjson.Fragment(text)
    create_server(application, host="127.0.0.1", port=port, threads=THREADS, asyncore_use_poll=True, ident=None).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
