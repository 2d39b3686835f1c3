"""What every answer carries: headers that forbid what we never do, files kept, few bytes."""

import gzip
import hashlib
import re
from dataclasses import replace
from urllib.parse import urlsplit

import brotli
import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous.encoding import base64_decode

from pms_tracker.app import create_app
from pms_tracker.database import db
from pms_tracker.web.door.headers import CONTENT_SECURITY_POLICY
from tests import builders
from tests.databases import Databases, Served
from tests.visitor import Visitor
from tests.web.browsing import committing

MOST_BYTES = 45_000
MOST_REQUESTS = 6
PAGES = ("/", "/check/findings/", "/act/cases/", "/people/", "/trail/", "/sign-in", "/nowhere")
ASSET = re.compile(r"""<(?:link|script|img|source|iframe|object)\b[^>]*?(?:href|src)="([^"]+)\"""")


@pytest.fixture(scope="module")
def served(databases: Databases) -> Served:
    """On SQLite alone, with fifty findings and their cases."""
    found = databases.served("sqlite")
    with committing(found):
        for _ in range(13):
            audit = builders.audit()
            for position in (1, 2, 3, 4):
                builders.finding(audit, position)
    return found


@pytest.fixture
def visitor(served: Served) -> Visitor:
    return Visitor(served).as_("audit_manager")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_forbids_what_we_never_do(visitor: Visitor, page: str) -> None:
    headers = visitor.get(page).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("geolocation=()")
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_the_policy_for_content_names_no_other_host_and_nothing_inline() -> None:
    assert "default-src 'self'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    assert not re.search(r"unsafe|http:|https:|\*", CONTENT_SECURITY_POLICY)


def test_over_tls_the_browser_is_told_to_stay_there(visitor: Visitor) -> None:
    answer = visitor.client.get("/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_over_tls_cookies_are_held_to_this_host_and_all_of_them_to_tls(served: Served) -> None:
    for address, prefix in (
        ("https://pms.example.jp", "__Host-"),
        ("https://www.example.jp/pms", "__Secure-"),
    ):
        changes = {"base_url": address, "secure_cookies": True, "hsts_subdomains": True}
        app = create_app(replace(served.settings, **changes))
        client = app.test_client()
        answer = client.get("/sign-in", base_url=address)
        told = answer.headers["Strict-Transport-Security"]
        assert told == "max-age=31536000; includeSubDomains"
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        assert token is not None
        chosen = client.post(
            "/language",
            base_url=address,
            data={"language": "en", "csrf_token": token[1]},
            headers={"Referer": f"{address}/sign-in"},
        )
        made = answer.headers.getlist("Set-Cookie") + chosen.headers.getlist("Set-Cookie")
        assert {each.partition("=")[0] for each in made} == {
            f"{prefix}session",
            f"{prefix}language",
        }
        for each in made:
            assert "Secure" in each
            assert "HttpOnly" in each
            assert "Path=/" in each
            assert "Domain" not in each
        assert '<html lang="en">' in client.get("/sign-in", base_url=address).text
        with app.app_context():
            db.engine.dispose()


def test_a_file_that_is_not_there_is_not_kept_as_missing(visitor: Visitor) -> None:
    answer = visitor.get("/static/none.css")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["/", "/check/findings/"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_first_view_is_light(visitor: Visitor, page: str, language: str) -> None:
    visitor.post("/language", language=language)
    answer = visitor.get(page)
    visitor.post("/language", language="ja")
    assert answer.status_code == 200
    assert len(answer.get_data()) <= MOST_BYTES
    if page != "/":
        assert len(set(re.findall(r'"/check/findings/(F-2026-\d+)"', answer.text))) == 50
    assets = [url for url in ASSET.findall(answer.text) if not url.startswith("data:")]
    assert 1 + len(set(assets)) <= MOST_REQUESTS
    assert {urlsplit(url).netloc for url in assets} == {""}


def test_what_pages_load_may_be_kept_because_its_address_changes_with_it(visitor: Visitor) -> None:
    assets = {url for url in ASSET.findall(visitor.get("/").text) if not url.startswith("data:")}
    assert any("pms.css" in url for url in assets)
    for url in assets:
        with visitor.counting() as statements, visitor.get(url) as answer:
            assert answer.status_code == 200
            assert "Cookie" not in answer.vary, "the same for everybody"
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not list(statements)
        assert re.search(r"\?v=[0-9a-f]{12}$", url), url


@pytest.mark.parametrize(
    ("coding", "opened"), [("gzip", gzip.decompress), ("br", brotli.decompress)]
)
def test_answers_are_packed_for_the_wire(visitor: Visitor, coding: str, opened: object) -> None:
    plain = visitor.get("/check/findings/").get_data()
    answer = visitor.client.get("/check/findings/", headers={"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    packed = answer.get_data()
    assert len(packed) * 4 < len(plain)
    assert callable(opened)
    unpacked = opened(packed)
    assert len(unpacked) == len(plain)
    style = re.search(r'href="(/[^"]*pms\.css[^"]*)"', plain.decode())
    assert style
    with visitor.client.get(style[1], headers={"Accept-Encoding": f"{coding}, deflate"}) as answer:
        # Streamed files are packed as well; gzip alone is none of the ways to.
        assert answer.headers["Content-Encoding"] in {coding, "deflate"}


def test_the_cookie_is_out_of_scripts_reach_and_only_over_tls_where_there_is_one(
    served: Served, visitor: Visitor
) -> None:
    said = visitor.client.get("/sign-in").headers.getlist("Set-Cookie")
    visitor.client.get("/", headers={"Accept-Language": "ja"})
    assert served.app.config["SESSION_COOKIE_HTTPONLY"]
    assert served.app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert not served.app.config["SESSION_COOKIE_SECURE"]
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in said)


def signature(signed: str) -> bytes:
    return base64_decode(signed.rpartition(".")[2])


def test_what_is_signed_is_signed_by_sha256_and_by_nothing_less(
    served: Served, visitor: Visitor
) -> None:
    page = visitor.get("/me/").text
    cookie = visitor.client.get_cookie("session")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert cookie is not None
    assert found is not None
    with served.app.app_context():
        link = served.app.extensions["security"].reset_serializer.dumps("whose")
    for signed in (cookie.value, found[1], link):
        assert len(signature(signed)) == hashlib.sha256().digest_size
    old = SecureCookieSessionInterface().get_signing_serializer(served.app)
    new = served.app.session_interface
    assert isinstance(new, SecureCookieSessionInterface)
    assert old is not None
    reader = new.get_signing_serializer(served.app)
    assert reader is not None
    visitor.client.set_cookie("session", str(old.dumps(reader.loads(cookie.value))))
    assert visitor.get("/me/").location.startswith("/sign-in")
