"""The door: every page says whom it lets in, and the app does not start with one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session as cookie, url_for
from flask.typing import ResponseReturnValue

from pms_tracker.config import MEGABYTE, Settings
from pms_tracker.people.accounts import sessions
from pms_tracker.people.accounts.sessions import SignedIn
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.sub_path import home, this_page
from pms_tracker.web.door.uploads import scan_uploads

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

# Flask-Security guards its own pages; only these of them exist here.
SECURITY_PAGES = frozenset(
    {
        "security.login",
        "security.logout",
        "security.verify",
        "security.forgot_password",
        "security.reset_password",
        "security.change_password",
        "security.two_factor_setup",
        "security.two_factor_setup_validate",
        "security.two_factor_token_validation",
        "security.two_factor_rescue",
        "security.tf_select",
        "security.mf_recovery",
        "security.mf_recovery_codes",
        "security.wan_register",
        "security.wan_register_response",
        "security.wan_signin",
        "security.wan_signin_response",
        "security.wan_verify",
        "security.wan_verify_response",
        "security.wan_delete",
    }
)
STATIC = frozenset({"static", "bootstrap.static", "security.static"})
# What the signed cookie holds: whom it names, by Flask-Login's name for that, and the secret of
# their session.
NAMED, TOKEN = "_user_id", "sid"


def public(view: View) -> View:
    """Let everybody in, signed in or not."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let in whoever's role may ever do this; others are sent to sign in, or get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            viewer = viewer_or_none()
            if viewer is None and request.method == "POST":
                # What was typed is carried through signing in; see `errors`.
                abort(401)
            if viewer is None:
                return sign_in_first()
            if not viewer.may(permission):
                abort(403)
            if request.method == "POST":
                scan_files()
            return view(*args, **kwargs)

        guarded.guard = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def settings() -> Settings:
    """What this process was started with."""
    found: Settings = current_app.extensions["pms"]
    return found


def scan_files() -> None:
    """Have the files of a request scanned, where the company has a scanner."""
    own = settings()
    if own.scan_command and request.files:
        scan_uploads(own.scan_command, own.evidence_megabytes * MEGABYTE)


def opens(endpoint: str) -> bool:
    """Whether the door of a page is open to whoever looks; the page itself may know better."""
    guard = getattr(current_app.view_functions[endpoint], "guard", None)
    viewer = viewer_or_none()
    return guard == "public" or (viewer is not None and guard is not None and viewer.may(guard))


def sign_in_first() -> ResponseReturnValue:
    """Send somebody who is not signed in to the sign-in page, and back where they wanted to go."""
    wanted = this_page() if request.method == "GET" else home()
    return redirect(url_for("security.login", next=wanted))


def signed_in() -> SignedIn | None:
    """Whose browser asks, found once per request; None for somebody not signed in."""
    if "signed_in" not in g:
        named = cookie.get(NAMED)
        g.signed_in = sessions.find(named, cookie.get(TOKEN, "")) if named else None
    found: SignedIn | None = g.signed_in
    return found


def look_again() -> None:
    """Forget whose browser asks: they have signed in or out, or changed what is known of them."""
    g.pop("signed_in", None)


def viewer_or_none() -> people.Viewer | None:
    """Who looks, read once per request; None for somebody not signed in."""
    # Past the proxy: pages ask a dozen times.
    here = g._get_current_object()
    if "viewer" not in here:
        found = signed_in()
        here.viewer = None if found is None or found.has_left else found.reader
    viewer: people.Viewer | None = here.viewer
    return viewer


def me() -> people.Viewer:
    """Who looks; for use behind `requires`, where somebody always does."""
    viewer = viewer_or_none()
    if viewer is None:
        abort(401)
    return viewer


def may_open(view: Callable[..., Any]) -> bool:
    """Whether the door of a page lets in whoever looks."""
    guard, viewer = getattr(view, "guard", None), viewer_or_none()
    if guard is None or viewer is None:
        return False
    return guard == "public" or viewer.may(guard)


def check_every_page_is_guarded(app: Flask) -> None:
    """Refuse to start with a page that says nothing about whom it lets in."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in STATIC or rule.endpoint in SECURITY_PAGES:
            continue
        if not hasattr(app.view_functions[rule.endpoint], "guard"):
            raise RuntimeError(f"{rule.endpoint} ({rule.rule}) has neither @requires nor @public")
