"""The app for WSGI servers: `gunicorn wsgi:app` or `flask --app wsgi run`."""

from pms_tracker import migrations
from pms_tracker.app import create_app
from pms_tracker.migrations import Standing
from pms_tracker.upkeep import secret_marks
from pms_tracker.web.shell import kept_templates

app = create_app()
settings = app.extensions["pms"]
kept_templates.install(app, settings)
with app.app_context():
    if migrations.standing() is Standing.CURRENT:
        secret_marks.check(settings)
