"""The app for WSGI servers: `gunicorn wsgi:app` or `flask --app wsgi run`."""

from pms_tracker.app import create_app

app = create_app()
