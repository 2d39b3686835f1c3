"""The composition root: builds the Flask app and wires everything to it."""

import gc

# What is imported stays: to look for garbage among it again and again is a quarter of a start. Who
# imports more than this, as the command does, has stopped it already.
_LOOKS_FOR_GARBAGE = gc.isenabled()
gc.disable()

from functools import cache

from babel import Locale
from flask import Flask, Response
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import FileWrapper

from pms_tracker import clock, config, database, locale_in_use, storage
from pms_tracker.act.renewals import records_due
from pms_tracker.do.disposals import still_needed
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.locales.locale_packs import JAPANESE
from pms_tracker.logs import log_lines
from pms_tracker.mail import outbox, rendering
from pms_tracker.people.accounts import sessions
from pms_tracker.people.firm import company
from pms_tracker.reminders.running.every_source import KINDS, SOURCES
from pms_tracker.web.act.incoming import public_reports
from pms_tracker.web.credentials import signing
from pms_tracker.web.do.checks import door_pages
from pms_tracker.web.do.requests import public_requests
from pms_tracker.web.door import access, hosts, queue_keys, reached, request_log, sub_path
from pms_tracker.web.lists import saved_views
from pms_tracker.web.questionnaires import answer_pages
from pms_tracker.web.record import links, term_papers
from pms_tracker.web.routes import BLUEPRINTS, LISTS, TERM_PAPERS
from pms_tracker.web.shell import answer_headers, error_pages, metrics, pages, quick_templates
from pms_tracker.web.shell.served_app import ServedApp
from pms_tracker.web.sign_in import security_notes, sessionless, signing_in
from pms_tracker.web.words import word_cache

if _LOOKS_FOR_GARBAGE:
    gc.freeze()
    gc.enable()


def create_app(settings: config.Settings | None = None) -> Flask:
    """Build the app; raises RuntimeError where a page does not say whom it lets in."""
    settings = settings or config.load()
    clock.use_zone(settings.time_zone)
    locale_in_use.use_proposed(JAPANESE)
    rendering.use_site(settings.base_url)
    outbox.use_sender(company.sender)
    kept_duties.install(SOURCES)
    still_needed.install([records_due.needing])
    rendering.use_duties({key: (kind.name, kind.sentence) for key, kind in KINDS.items()})
    app = ServedApp(
        "pms_tracker",
        template_folder=str(config.templates_folder()),
        static_folder=str(config.PACKAGE / "web" / "static"),
        instance_path=str(settings.instance),
    )
    app.config.from_mapping(_flask_config(settings))
    app.extensions["pms"] = settings
    _wire(app, settings)
    saved_views.install(app, LISTS)
    term_papers.install(app, TERM_PAPERS)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.check_every_page_is_guarded(app)
    return app


def _flask_config(settings: config.Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "SESSION_COOKIE_NAME": f"{settings.cookie_prefix}session",
        # The path of cookies, and of addresses made outside a request.
        "APPLICATION_ROOT": settings.sub_path or "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": sessions.IDLE,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": settings.evidence_megabytes * config.MEGABYTE * 4,
        "MAX_FORM_MEMORY_SIZE": 4 * config.MEGABYTE,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "ja",
        "BABEL_TRANSLATION_DIRECTORIES": str(config.PACKAGE / "translations"),
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "application/json"],
        **signing_in.config(settings),
    }


def _engine_options(database_url: str) -> dict[str, object]:
    """How connections are kept; a database in memory has one alone."""
    return {
        # What a failing statement carried is content, not a matter for the log.
        "hide_parameters": True,
        # A server that went and came back is found again by whoever asks next; a file stays.
        "pool_pre_ping": not database_url.startswith("sqlite"),
        # What a connection has prepared it keeps: the last one is asked again, and others prepare
        # nothing until several readers come at once.
        **({} if storage.is_in_memory(make_url(database_url)) else {"pool_use_lifo": True}),
    }


def _connect(app: Flask) -> None:
    database.db.init_app(app)
    with app.app_context():
        database.prepare(database.db.engine)
    app.before_request(database.read_by_statement)
    Migrate(app, database.db, directory=str(config.PACKAGE / "migrations"), render_as_batch=True)


def _wire(app: Flask, settings: config.Settings) -> None:
    log_lines.set_up(settings)
    app.wsgi_app = hosts.TrustedHosts(  # type: ignore[method-assign]
        app.wsgi_app, settings.trusted_hosts
    )
    if settings.sub_path:
        app.wsgi_app = sub_path.SubPath(  # type: ignore[method-assign]
            app.wsgi_app, settings.sub_path
        )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    request_log.install(app, settings)
    sub_path.install(app)
    quick_templates.install(app)
    _connect(app)
    Babel(app, locale_selector=lambda: _locale(signing_in.locale()))
    word_cache.install(app)
    _guard_forms(app)
    Bootstrap5(app)
    Compress(app)
    app.after_request(_close_files)
    signing.install(app)
    sessionless.install(app)
    signing_in.install(app, settings)
    security_notes.install(app, settings)
    metrics.install(app, settings)
    queue_keys.install(app)
    answer_headers.install(app)
    error_pages.install(app)
    links.install(app)
    pages.install(app)
    reached.install(app)


def _guard_forms(app: Flask) -> None:
    guarded = CSRFProtect(app)
    # Without a session there is no right that a forged request could misuse.
    guarded.exempt(public_reports.blueprint)
    guarded.exempt(public_requests.blueprint)
    # Its forms carry a proof of the link in their cookie instead of a session's token.
    guarded.exempt(answer_pages.blueprint)
    # The secret address is the proof: nobody sends to it who does not know it.
    guarded.exempt(door_pages.blueprint)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def _close_files(response: Response) -> Response:
    # Flask-Compress reads a file to its end and leaves it open.
    if isinstance(response.response, FileWrapper):
        response.call_on_close(response.response.close)
    return response
