"""`python -m bench.plain_app PORT [kept]`: serve on the same server as the program.

As Django comes, which opens a connection for each request, or with `kept` ones.
"""

import os
import sys

from waitress import create_server

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.plain_app.settings"
os.environ["PLAIN_KEEPS"] = "1" if "kept" in sys.argv else ""

from django.core.wsgi import get_wsgi_application

# As junping/api/server.py.
THREADS = 8


def main(port: int) -> None:
    app = get_wsgi_application()
    create_server(app, host="127.0.0.1", port=port, threads=THREADS, asyncore_use_poll=True, ident=None).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
