"""The pages that outsiders answer on (/answer): no account, no session, no JavaScript needed.

The link's token is exchanged for a cookie and a clean address at once, so that it stands in no
address that is looked at for longer. What is unknown, over and revoked is told in the same words.
"""

import re
import time
from contextlib import suppress

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from pms_tracker.config import MEGABYTE
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, TooMany
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.questionnaires import answering, questionnaire_rules as rules, questionnaires
from pms_tracker.questionnaires.askers import Outcome, Taught
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.web.door.access import public, scan_files, settings
from pms_tracker.web.door.agents import network_of
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.door.uploads import uploads
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.questionnaires import answer_cookies, answer_forms, asked_about
from pms_tracker.web.questionnaires.answer_forms import AnswerForm
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.shell.pages import largest_file
from pms_tracker.web.sign_in import outside_forms, sessionless
from pms_tracker.web.words import register_words

blueprint = Blueprint("answers", __name__, url_prefix=answer_cookies.PATH)

# As `secrets.token_urlsafe` writes 32 bytes; anything else is no link of ours.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# What outsiders may send at once, whatever people of the firm may.
MOST_MEGABYTES, MOST_AT_ONCE = 10, 30
# From one source and from all together, and of one link, within a minute; misses count for more.
LOOKS, MISSES, OF_LINK = Gate(60, 1200, 60), Gate(20, 400, 600), Gate(30, 1200, 60)
SAVED, ALREADY, REMOVED = "saved", "already", "removed"
_page = outside_forms.page


@blueprint.before_request
def _begin() -> None:
    """In nobody's name, and no larger than answers with files are."""
    request.max_content_length = MOST_AT_ONCE * MEGABYTE
    request.max_form_parts = 2_000
    sessionless.begin()
    # Whoever came by a link is counted by it, whoever else sits behind the same address.
    came = request.endpoint != f"{blueprint.name}.enter" and answer_cookies.digest()
    if not came:
        _let_through(LOOKS, network_of(request.remote_addr))


blueprint.after_request(outside_forms.unseen)


@blueprint.errorhandler(TooMany)
def _flooded(refusal: TooMany) -> ResponseReturnValue:
    return _page("questionnaires/refused.html", 429, words=sentence(refusal))


@blueprint.errorhandler(413)
def _too_large(_error: Exception) -> ResponseReturnValue:
    refusal = BadInput("questionnaire_too_large", megabytes=MOST_AT_ONCE)
    return _page("questionnaires/refused.html", 413, words=sentence(refusal))


def _let_through(gate: Gate, source: str) -> None:
    if not gate.passes(source, time.monotonic()):
        raise TooMany("too_many_answers")


def _dead(status: int) -> Response:
    """What no link opens: in the same words whether there never was one or it is over."""
    answer = _page("questionnaires/dead.html", status)
    answer_cookies.drop(answer)
    return answer


def _found(digest: str) -> Questionnaire | Response:
    """The questionnaire of what somebody came by, or what they are told instead."""
    try:
        made = answering.by_digest(digest)
    except NotFound:
        _let_through(MISSES, network_of(request.remote_addr))
        return _dead(404)
    _let_through(OF_LINK, digest)
    return made if answering.opens(made) and not _is_over(made) else _dead(410)


def _is_over(made: Questionnaire) -> bool:
    """Whether whoever it was sent to is asked nothing any more."""
    asker = asked_about.of(made)
    return asker is not None and asker.over is not None and asker.over(made)


@blueprint.get("/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """The link itself: exchanged for a cookie, and left at once."""
    known = TOKEN.fullmatch(token) is not None
    digest = digest_of(token if known else "")
    found = _found(digest)
    if isinstance(found, Response):
        return found
    answer = redirect(url_for(".form", lang=_asked_language()))
    answer_cookies.keep(answer, digest)
    return answer


def _asked_language() -> str | None:
    asked = request.args.get("lang", "")
    return asked if asked in (rules.JA, rules.EN) else None


@blueprint.get("/")
@public
def form() -> ResponseReturnValue:
    found = _found(answer_cookies.digest())
    if isinstance(found, Response):
        return found
    _note_opened(found)
    language = sessionless.begin()
    if found.submitted_at is not None:
        return _receipt(found, language)
    with force_locale(language):
        draft = rules.unpacked_answers(found.draft)
        asked = answer_forms.of(questionnaires.questions(found), language, found.digest, draft)
        return _form_page(found, asked, language)


def _note_opened(found: Questionnaire) -> None:
    # That it was looked at decides nothing.
    if found.opened_at is None:
        with transaction():
            answering.open_first(answering.by_digest(found.digest, for_update=True))


def _form_page(made: Questionnaire, form: AnswerForm, language: str) -> Response:
    files, before = answering.files_of(made), questionnaires.before(made)
    page = render_template(
        "questionnaires/form.html",
        form=form,
        rows=answer_forms.rows(form, language, files, before),
        made=made,
        purpose=said_purpose(made, language),
        said=request.args.get("said", ""),
        megabytes=_largest(),
        longest=rules.LONGEST,
        taught=_taught(made),
    )
    return make_response(page, form.status)


@blueprint.get("/material/<int:number>")
@public
def material(number: int) -> ResponseReturnValue:
    """A file of what is taught, to whoever came by the link and to nobody else."""
    found = _found(answer_cookies.digest())
    if isinstance(found, Response):
        return found
    taught = _taught(found)
    if taught is None or number not in {each.number for each in taught.files}:
        return _dead(404)
    return evidence_views.give(taught.reference, number)


def _taught(made: Questionnaire) -> Taught | None:
    """What is shown before the questions."""
    asker = asked_about.of(made)
    return asker.before(made) if asker is not None and asker.before is not None else None


def _outcome(made: Questionnaire, language: str) -> Outcome | None:
    asker = asked_about.of(made)
    if asker is None or asker.outcome is None:
        return None
    return asker.outcome(made, language)


def _receipt(made: Questionnaire, language: str) -> Response:
    outcome = _outcome(made, language)
    if outcome is not None:
        # Its form asks nothing, but belongs to this link as the others do.
        form = answer_forms.of((), language, made.digest)
        purpose = said_purpose(made, language)
        template = "questionnaires/outcome.html"
        said = request.args.get("said") == ALREADY
        return _page(template, made=made, outcome=outcome, form=form, purpose=purpose, already=said)
    asked = questionnaires.questions(made)
    answers, files = rules.unpacked_answers(made.answers), answering.files_of(made)
    with force_locale(language):
        lines = [
            (
                each.words.said(language),
                answer_forms.said(each, answers.get(each.key), language),
                answers.get(each.key, rules.NOTHING).note,
                [file.name for file in files.get(each.key, ())],
            )
            for each in asked
        ]
    return _page(
        "questionnaires/receipt.html",
        made=made,
        lines=lines,
        purpose=said_purpose(made, language),
        already=request.args.get("said") == ALREADY,
    )


def said_purpose(made: Questionnaire, language: str) -> str:
    """What it is for, in the language of the page."""
    with force_locale(language):
        return register_words.say(rules.PURPOSES[made.purpose])


def _largest() -> int:
    return min(MOST_MEGABYTES, largest_file())


@blueprint.post("/")
@public
def answer() -> ResponseReturnValue:
    """Keep what was typed, or hand it in; the second time it says kindly that it was."""
    found = _found(answer_cookies.digest())
    if isinstance(found, Response):
        return found
    if found.submitted_at is not None:
        return _handed_in(found)
    if request.form.get("do") == answer_forms.AGAIN:
        # A doubled click, or a page of before: its form has no answers, and the draft stays.
        return _to("")
    scan_files()
    language = sessionless.begin()
    with force_locale(language):
        sent = answer_forms.of(questionnaires.questions(found), language, found.digest)
        if not sent.validate_on_submit():
            return _of_another() if _is_anothers(sent) else _form_page(found, sent, language)
        return _taken(found, sent, language)


def _is_anothers(sent: AnswerForm) -> bool:
    """Whether what was typed was typed for another link, as where two share a phone."""
    return "csrf_token" in sent.errors


def _of_another() -> Response:
    # Shown again, it would be this link's form, or its result, for what was typed for another's.
    return _page("questionnaires/refused.html", 400, words=answer_forms.stale_words())


def _handed_in(found: Questionnaire) -> Response:
    """What is answered where all was handed in before: once more, or that it was."""
    if request.form.get("do") == answer_forms.AGAIN:
        return _again(found)
    language = sessionless.begin()
    with force_locale(language):
        sent = answer_forms.of((), language, found.digest)
        sent.validate_on_submit()
        return _of_another() if _is_anothers(sent) else _to(ALREADY)


def _again(found: Questionnaire) -> Response:
    """Have it answered once more, where there is a try left."""
    language = sessionless.begin()
    outcome = _outcome(found, language)
    sent = answer_forms.of((), language, found.digest)
    if outcome is not None and outcome.left and sent.validate_on_submit():
        # Where a doubled click began it already, its form is what there is to see.
        with suppress(RuleBroken), transaction():
            answering.begin_again(answering.by_digest(found.digest, for_update=True))
        return _to("")
    return _to(ALREADY)


def _taken(found: Questionnaire, sent: AnswerForm, language: str) -> Response:
    try:
        said = _done(found, sent)
    except NotFound:
        said = REMOVED
    except RuleBroken:
        # Handed in meanwhile, as by a doubled click: the page says so.
        said = ALREADY
    return _form_page(found, sent, language) if said is None else _to(said)


def _done(found: Questionnaire, sent: AnswerForm) -> str | None:
    """What is said of what was done; None where the form is shown again."""
    if not sent.is_kept() or not _kept(found, sent):
        return None
    number = request.form.get("remove", "")
    if number.isdecimal() and len(number) < 9:
        with transaction():
            made = answering.by_digest(found.digest, for_update=True)
            answering.remove(made, int(number), settings().evidence_folder)
        return REMOVED
    if request.form.get("do") != answer_forms.SUBMIT:
        return SAVED
    if not sent.is_whole(answering.files_of(found)):
        return None
    with transaction():
        made = answering.by_digest(found.digest, for_update=True)
        answering.submit(made, sent.answers)
        asker = asked_about.of(made)
        if asker is not None and asker.received is not None:
            asker.received(made)
    return ""


def _kept(found: Questionnaire, sent: AnswerForm) -> bool:
    """Keep the draft with its files; what cannot be taken is said beside its question."""
    at = 0
    try:
        with transaction():
            made = answering.by_digest(found.digest, for_update=True)
            answering.keep(made, sent.answers)
        for at, each in enumerate(sent.asked):
            if each.ask is not rules.Ask.FILE:
                continue
            limit = _largest() * MEGABYTE
            chosen = uploads(f"files_{at}", limit)
            with transaction():
                made = answering.by_digest(found.digest, for_update=True)
                folder = settings().evidence_folder
                answering.attach(made, each.key, chosen, folder, limit)
    except BadInput as refusal:
        sent.refuse_files(at, refusal, sentence(refusal))
        return False
    return True


def _to(said: str) -> Response:
    address = url_for(".form", said=said or None, lang=_asked_language())
    return make_response(redirect(address))
