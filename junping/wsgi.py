"""The application object that `manage.py serve`, or another WSGI server, runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junping.settings")
application = get_wsgi_application()
