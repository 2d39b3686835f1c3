"""Letters as text and HTML in the reader's language, without an app or a request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from babel.support import NullTranslations, Translations
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from pms_tracker import config
from pms_tracker.kernel.era_dates import wareki

_SITE: dict[str, str] = {"base_url": "http://127.0.0.1:8000"}
# Stands before who sends a letter (RFC 3676, 4.3).
SIGNATURE = "\n-- \n"
# What a letter says of company and record where nobody told it.
_UNSAID = {"company": "", "contact": "", "title": ""}
# Values that are somebody's name.
_NAMES = frozenset({"name", "inviter", "deputy", "principal", "by", "whose", "named", "decided_by"})
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@dataclass(frozen=True)
class Text:
    """A letter ready to be sent."""

    subject: str
    body: str
    html: str


def use_site(base_url: str) -> None:
    """Set the address that links in letters begin with; never taken from a request."""
    _SITE["base_url"] = base_url


def site() -> str:
    """The address that links in letters begin with."""
    return _SITE["base_url"]


def moved(text: str, before: str, now: str) -> str:
    """A letter's text with the address of its links replaced by the one of now."""
    if not before or before == now:
        return text
    return re.sub(rf"{re.escape(before)}(?=[/\s\"<]|$)", lambda _found: now, text)


def written_day(day: date, language: str, *, era_dates: bool = False) -> str:
    """2026年11月24日(火), 令和8年11月24日(火) with eras, or Tue 24 Nov 2026."""
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "ja":
        written = wareki(day) if era_dates else f"{day.year}年{day.month}月{day.day}日"
        return f"{written}({weekday})"
    return f"{weekday} {day.day} {day:%b} {day.year}"


def link(reference: str) -> str:
    """The one kind of link a letter carries."""
    return f"{_SITE['base_url']}/r/{reference}" if reference else _SITE["base_url"]


def message_id(local: str) -> str:
    """An id for a letter (RFC 5322): unique by its first part, named after the configured host."""
    host = urlsplit(_SITE["base_url"]).hostname or "localhost"
    return f"<{local}@{host if ':' not in host else 'localhost'}>"


def _whole(text: object) -> Markup:
    # Names and days do not break where a line ends.
    return Markup('<span class="whole">{}</span>').format(text)


@cache
def _environment(language: str, *, era_dates: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(config.templates_folder() / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue: NullTranslations = NullTranslations()
    if language != "ja":
        # Messages are written in Japanese, so Japanese needs no catalogue.
        catalogue = Translations.load(str(config.PACKAGE / "translations"), [language])
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]

    @pass_eval_context
    def written(context: EvalContext, day: date) -> str:
        text = written_day(day, language, era_dates=era_dates)
        return _whole(text) if context.autoescape else text

    environment.filters["day"] = written
    environment.globals.update(link=link, site=_SITE, language=language)
    return environment


def render(
    key: str, language: str, values: Mapping[str, object], *, era_dates: bool = False
) -> Text:
    """Render the templates `<key>.txt` and `<key>.html`; the first line of the text is the subject.

    Raises TemplateNotFound for an unknown key and UndefinedError for a missing value.
    """
    environment = _environment(language if language in _WEEKDAYS else "ja", era_dates=era_dates)
    values = {**_UNSAID, **values}
    whole = environment.get_template(f"{key}.txt").render(values)
    subject, _, body = whole.partition("\n")
    names = {each: _whole(said) for each, said in values.items() if each in _NAMES}
    html = environment.get_template(f"{key}.html").render({**values, **names, "subject": subject})
    return Text(" ".join(subject.split()), body.strip() + "\n", html)


def line(key: str, language: str, values: Mapping[str, object]) -> str:
    """Render `<key>.txt` as one line of plain text; raises as `render`."""
    environment = _environment(language if language in _WEEKDAYS else "ja", era_dates=False)
    return " ".join(environment.get_template(f"{key}.txt").render(values).split())
