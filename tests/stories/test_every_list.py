"""Every list of the app leads to its file: the same rows as its page, for whoever opens it."""

import io
import re

import pytest
from openpyxl import load_workbook

from tests.stories.living import Live
from tests.stories.pages import STRANGER, clients, rules

LISTS = [
    name
    for name, rule in rules().items()
    if not rule.arguments - set(rule.defaults or {}) and name.endswith((".index", ".board"))
]
# What looks like a list and is none to be taken along.
NO_FILE = {
    "approval_queue.index": "decisions that wait for one's own word; each is in the list of cases",
    "assignments_taken.index": "one's own trainings; the results are in the list of trainings",
    "contractors_unlisted.index": "what the register of contractors lacks, settled one by one",
    "records_due.index": "what is due; once disposed of it is in the register of disposals",
    "disposals_due.index": "what is due; once disposed of it is in the register of disposals",
    "erasures.index": "names what was erased, whose contents are to leave no traces",
    "help.index": "guides",
    "document_looks.index": "rules to be looked at this year; the register of documents has them",
    "law_checks.index": "laws to be checked this year; the register of laws has them",
    "ledger_alike.index": "entries alike, to be merged one by one; the register has them",
    "leavers.index": "who leaves and who came, settled one by one; the list of people has them",
    "letters.index": "the outbox of mails: addresses of persons, kept for as long as needed",
    "question_templates.index": "three sets of questions, each with a file of its own",
    "registers.index": "leads to the registers, each with a file of its own",
    "reminders.index": "what each person was told, kept for the scan",
    "stages.index": "a setting",
}
FILE = re.compile(r'href="([^"]+\.xlsx(?:\?[^"]*)?)"')


@pytest.mark.parametrize("endpoint", [each for each in LISTS if each not in NO_FILE])
def test_a_list_leads_to_its_file(demo: Live, endpoint: str) -> None:
    url, answered = rules()[endpoint].rule, False
    for role, _person_id, client in clients(demo.app):
        page = client.get(url)
        if role == STRANGER or page.status_code != 200:
            continue
        answered = True
        hrefs = [each.replace("&amp;", "&") for each in FILE.findall(page.text)]
        file = next((each for each in hrefs if each.startswith(url)), None)
        if file is not None:
            workbook, lines = client.get(file), client.get(file.replace(".xlsx", ".csv"))
            assert (workbook.status_code, lines.status_code) == (200, 200), (role, file)
            book = load_workbook(io.BytesIO(workbook.data)).active
            assert book is not None
            assert book.max_row > 1, (role, file)
            assert len(lines.text.splitlines()) > 1, (role, file)
            return
    assert answered, f"nobody opened {url}"
    pytest.fail(f"{url} leads to no file: give it one, or say in NO_FILE why it has none")


def test_what_has_no_file_is_still_there() -> None:
    assert set(NO_FILE) <= set(LISTS)
