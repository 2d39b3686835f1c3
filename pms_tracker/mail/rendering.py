"""Letters as text and HTML in the reader's language, without an app or a request."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast
from urllib.parse import urlsplit

from babel.support import NullTranslations
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup

from pms_tracker import config, locale_in_use
from pms_tracker.kernel.era_dates import wareki
from pms_tracker.mail.wording import Counted, Lines, Sentence, Way, Wording

_SITE: dict[str, str] = {"base_url": "http://127.0.0.1:8000"}
# What each kind of duty is called, and its next step as a sentence.
_DUTIES: dict[str, tuple[str, str]] = {}
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


def use_duties(words: Mapping[str, tuple[str, str]]) -> None:
    """Say what duties are called in letters, and what to do about them, by their kind."""
    _DUTIES.update(words)


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


def link(name: str) -> str:
    """The one kind of link a letter carries: to a record by its reference, or to where a duty that
    is about none is done, by its kind."""
    return f"{_SITE['base_url']}/r/{name}" if name else _SITE["base_url"]


def message_id(local: str) -> str:
    """An id for a letter (RFC 5322): unique by its first part, named after the configured host."""
    host = urlsplit(_SITE["base_url"]).hostname or "localhost"
    return f"<{local}@{host if ':' not in host else 'localhost'}>"


def _whole(text: object) -> Markup:
    # Names and days do not break where a line ends.
    return Markup('<span class="whole">{}</span>').format(text)


def _together(values: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    return {each: _whole(values[each]) for each in names if each in values}


@pass_context
def _said(context: Context, sentence: Sentence) -> str:
    told = context["told"]
    # In HTML either gives markup, where what was filled in is escaped.
    said: Any = context["gettext"], sentence
    if isinstance(sentence, Counted):
        said = context["ngettext"], sentence, sentence, told["num"]
    return cast(str, context.call(*said, **told))


@pass_context
def _lines(context: Context, lines: Lines) -> list[str]:
    none = not context["told"].get("num", 0)
    return [_said(context, each) for each in lines if not (none and isinstance(each, Counted))]


@pass_context
def _address(context: Context, way: Way) -> str:
    place = way.place % context
    return place if "://" in place else site() + place


def _environment(language: str, *, era_dates: bool) -> Environment:
    return _environment_with(locale_in_use.catalogue(language), language, era_dates=era_dates)


@cache
def _environment_with(
    catalogue: NullTranslations, language: str, *, era_dates: bool
) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(config.templates_folder() / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]

    @pass_eval_context
    def written(context: EvalContext, day: date) -> str:
        text = written_day(day, language, era_dates=era_dates)
        return _whole(text) if context.autoescape else text

    environment.filters.update(day=written, said=_said, lines=_lines, address=_address)
    environment.globals.update(link=link, site=_SITE, language=language, duties=_DUTIES)
    return environment


def _told(values: Mapping[str, object], language: str, *, era_dates: bool) -> dict[str, object]:
    """A row's values in the reader's words; raises TypeError for one that has none."""
    catalogue = locale_in_use.catalogue(language)

    def in_words(name: str, value: object) -> object:
        if isinstance(value, date):
            return written_day(value, language, era_dates=era_dates)
        if isinstance(value, Sentence):
            return catalogue.gettext(value)
        if isinstance(value, tuple):
            between = catalogue.pgettext("between names in a list", "、")
            return str(between).join(catalogue.gettext(each) for each in value)
        if isinstance(value, str | int):
            return value
        raise TypeError(f"a letter has no words for {name}: {value!r}")

    return {name: in_words(name, value) for name, value in values.items()}


def render(
    says: Wording | str, language: str, values: Mapping[str, object], *, era_dates: bool = False
) -> Text:
    """Render a row, or the templates `<name>.txt` and `<name>.html` of a letter without one.

    The first line of the text is the subject. Raises TemplateNotFound for an unknown name,
    UndefinedError or KeyError for a missing value, and TypeError for one that cannot be said.
    """
    language = language if language in _WEEKDAYS else "ja"
    environment = _environment(language, era_dates=era_dates)
    known = {**_UNSAID, **values}
    name, row, told = "letter", None, dict[str, object]()
    if isinstance(says, Wording):
        row, told = says, _told(known, language, era_dates=era_dates)
    else:
        name = says
    whole = environment.get_template(f"{name}.txt").render({**known, "row": row, "told": told})
    subject, _, body = whole.partition("\n")
    days = {each for each, value in known.items() if isinstance(value, date)}
    in_html = {**known, **_together(known, _NAMES), "row": row, "subject": subject}
    in_html["told"] = {**told, **_together(told, _NAMES | days)}
    html = environment.get_template(f"{name}.html").render(in_html)
    return Text(" ".join(subject.split()), body.strip() + "\n", html)


def line(says: Sentence | str, language: str, values: Mapping[str, object]) -> str:
    """A sentence, or the template `<name>.txt`, as one line of plain text; raises as `render`."""
    language = language if language in _WEEKDAYS else "ja"
    if isinstance(says, Sentence):
        told = _told(values, language, era_dates=False)
        return " ".join((locale_in_use.catalogue(language).gettext(says) % told).split())
    environment = _environment(language, era_dates=False)
    return " ".join(environment.get_template(f"{says}.txt").render(values).split())
