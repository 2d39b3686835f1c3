"""How many statements each page and save may cost: a constant for each, fewer is better."""

from tests.cast import IDS

LIST, RECORD, HOME, SAVE = 7, 13, 3, 14
# A declared list asks who is there, what its filters offer together with the views that
# were saved of it, and for its rows together with their number; and what a link named, for each.
LISTED, LINKED = 3, 1
# No row says how many there are where none has the day that is sorted by.
COUNTED = 1
# How far the checklists of audits are, and which themes hold the words that are sought.
PROGRESS = THEMES = 1
# A step changes what its record wants: that is derived, compared with the rows kept of it, and
# written. What asks for no step, as a row of a checklist, pays nothing for it.
KEPT = 5
STEP = SAVE + KEPT
# Teams of audits to come are checked again: with what they wrote and all units, and their work.
RECHECK = 2
# What bars each of a team is told with who would be eligible on the day of the audit.
REFUSED_TEAM = RECHECK + 5
# Minutes count what reviews of the register of personal information came to, and how units stand
# with what do asks of them: the units, what they did, what is still open, and what does not concern
# them; trainings, of which those under way have no result yet; and risks.
MINUTES = RECORD + 7
# Whoever makes versions known is offered those that wait for it.
READERS = RECORD + 1
# A case is read with its rounds, and all that stands around it together; where a plan is written,
# earlier cases of its unit and requirement are shown.
CASE = 7
# A finding is read with what it stands in, its case, and all that hangs on it together.
FINDING = 7
# Figures of those who see but some are counted by themselves, of cases and of findings.
OVERVIEW = HOME + 3
# Figures are read at once, incidents one by one where their charts have to be drawn; of those who
# see but some the cases are counted by themselves, with whose turn they are and what was missed
# again. That a file of them left the house is noted.
FIGURES, OWN_FIGURES, NOTED = 3, 2, 1
# Administrators are told on every page whether mail is paused: one row, read by its page alone.
PAUSE = 1
# Administrators see on a person's page whether guesses have stopped their signing in.
STOPPED = 1
# By which passkeys and by which provider somebody signs in, for those who keep people.
WAYS_IN = 2
# What running the installation asks of administrators stands among the duties; whom no email
# reaches is told where people are.
OPERATION = UNREACHED = 1
# Whoever heads a unit may have signatures to gather under what was made known: that it is, of whom.
GATHERED = 2
# What a programme leaves out of its year is looked for where it is written.
GAPS = 1
# The page of reminders collects what every phase asks, once from today and once from each day on
# which who may do what changes, and says when that was last looked at.
REMINDERS = 28
# Filing makes two records, each with its number, ties one to the other, asks whether the same
# happened before, and takes a form's one-time key.
FILE_FINDING = 23 + KEPT
# A plan is kept as it is handed in, and goes by the profile of the day.
# Its actions are rows of their own, and the same cause is looked for in two years.
HAND_IN_PLAN = 18 + KEPT
# The last report marks its action and the round.
REPORT_DONE = STEP + 1
# The first answer starts the audit: its team is judged for the day, by what they did as well.
START_AUDIT = 16 + KEPT
# Another day judges the team anew, by what they did as well, and keeps what was checked.
MOVE_AUDIT = 15 + KEPT
# One that revises begins a draft as well, from the text in force, and leads to it.
REVISE_POLICY = STEP + 4
# A signature of a report reads all that is printed, names who is next and writes to them.
SIGN_REPORT = 22 + KEPT
# A programme judges all its teams by what they did and wrote; handing it in asks for an approval.
WRITE_PROGRAMME, HAND_IN_PROGRAMME = 16 + KEPT, 23 + KEPT
# An approved programme plans its audits, each with its number, its team's independence and clauses,
# what these stand for among the requirements, and the questions made ready for them; it asks
# whether the year's plan wants what is done with it, which keeps its duties as well.
APPROVE_PROGRAMME, EACH_AUDIT = 21 + 2 * KEPT, 17

# Who asks, the company and the entry are read; the entry is written, with the trail's entry, its
# values and its head. A new one takes its number and a form's key. What is kept of its duties is
# compared, a change of what is in force drafted beside it, an approval frozen with its decision.
ENTER, CHANGE, HAND_IN, APPROVE, REVISE = 10, 9, 10, 11, 2
# Whether what was handed in once was sent back, which is its writer's duty.
SENT_BACK = 1
# Beside that, units and persons that an entry picks, entries that it names with a row for each, and
# what follows of it for others: disposals, risks, reports of a month, evaluations.
MORE_OF_ENTRIES = {
    # The first one of all says from which month on complaints are reported.
    # And each may make another one the third about the same, or make it so no more.
    "complaints": {"enter": 5, "change": 1, "hand in": 1, "approve": 1, "revise": 1}
    | {"hand in again": 1, "approve again": 1},
    "contractors": {"enter": 1, "change": 1, "hand in": 1, "approve": 1, "approve again": 1},
    # Kinds of records in force: whether one is due for disposal follows from what is entered here.
    "disposals": {"enter": 4, "change": 2, "hand in": 3, "approve": 3, "revise": 3}
    | {"hand in again": 2, "approve again": 2},
    # What is in force is looked at each year: a duty takes another day instead of going.
    # And what waits to be approved or finished is kept with its title, which a change may change.
    "documents": {"change": 1, "approve": 1},
    "evaluations": {"enter": 6, "hand in": 4, "approve": 4, "revise": 4}
    | {"hand in again": 3, "approve again": 3},
    # Of each draft it is kept that it waits to be finished.
    "ledger": {"enter": 1, "change": 1, "approve": 6, "approve again": 6},
    "laws": {"change": 1, "approve": 1, "approve again": 1},
    # The board of the year says whether a unit has done by now what it need not do.
    "exemptions": {"hand in": 4, "approve": 5, "hand in again": 3, "approve again": 4},
    "purposes": {"change": 1},
    # By when a kind is due follows from the terms of renewals, and from what was disposed of.
    "record_types": {"enter": 1, "change": 1, "hand in": 1, "approve": 4, "revise": 1}
    | {"hand in again": 1, "approve again": 4},
    # Departments that search, and what is proposed to a second person.
    "requests": {"enter": 2, "change": 3},
    # And that a draft waits to be finished, as of the ledger.
    "risks": {"enter": 4, "change": 2, "approve": 2, "revise": 1, "approve again": 1},
    # Duties of those who take it say its title.
    "training_plans": {"enter": 4, "change": 3},
    "uses_beyond": {"enter": 3, "change": 1},
}

# Page, by whom, and how many statements it may cost; each is asked with few and with many records.
PAGES = {
    "/": ("privacy_manager", HOME + OPERATION),
    "/cycle/": ("privacy_manager", HOME + RECHECK),
    "/calendar/": ("privacy_manager", HOME),
    "/calendar/?month=2026-11&whose=all": ("privacy_manager", HOME),
    "/calendar/?year=2026&whose=all": ("head", HOME + 1),
    "/calendar/?year=2026": ("owner", HOME),
    "/plan/policies/": ("privacy_manager", LIST),
    "/check/audits/": ("audit_manager", LISTED + PROGRESS + RECHECK),
    "/check/audits/?due=late&closed=2026-04-01..&q=申込書": ("auditor", LISTED + THEMES + PROGRESS),
    "/check/audits/?sort=planned&after=2026-11-01~1": ("head", LISTED + PROGRESS),
    "/plan/policies/?due=late": ("auditor", LIST),
    "/check/findings/": ("auditor", LISTED),
    "/check/findings/?requirement=1&found=2026-04-01..&standing=1&sort=-found": ("head", LISTED),
    "/check/findings/?sort=unit&after=1~1": ("auditor", LISTED),
    "/check/findings/?q=申込書&grade=nonconformity": ("head", LISTED),
    "/act/cases/": ("privacy_manager", LISTED),
    "/act/cases/?q=申込書&turn=mine": ("head", LISTED),
    "/act/cases/?owner=7&requirement=1&open=1&due=soon&sort=due": (
        "privacy_manager",
        LISTED + LINKED + COUNTED,
    ),
    "/act/cases/?requirement=2&opened=2026-04-01..&closed=..2027-03-31&turn=mine": (
        "head",
        LISTED + LINKED,
    ),
    "/act/cases/?grade=major&done=2026-04-01..&ontime=1&took=plan~9&again=1": ("head", LISTED),
    "/act/figures/": ("privacy_manager", FIGURES),
    "/act/figures/?period=2025": ("head", FIGURES + OWN_FIGURES),
    "/act/figures/export.xlsx": ("auditor", FIGURES + OWN_FIGURES + NOTED),
    "/find?q=申込書": ("head", LIST),
    "/act/erasures/": ("privacy_manager", LIST),
    "/act/reviews/": ("representative", LISTED),
    "/act/reviews/?state=signed&year=2026&sort=planned&open=1": ("owner", LISTED),
    "/act/reviews/export.xlsx": ("audit_manager", LIST),
    "/act/reviews/new": ("privacy_manager", RECORD),
    "/act/reviews/MR-2026-01": ("representative", RECORD),
    "/act/reviews/MR-2026-01/minutes/minutes.pdf": ("head", RECORD),
    "/act/reviews/MR-2026-01/decisions/1": ("owner", RECORD),
    "/act/reviews/MR-2026-02": ("privacy_manager", RECORD),
    "/act/reviews/MR-2026-02/edit": ("privacy_manager", RECORD),
    "/act/reviews/MR-2026-02/minutes/": ("privacy_manager", MINUTES),
    "/act/reviews/MR-2026-03": ("representative", RECORD),
    "/people/": ("administrator", LIST + UNREACHED),
    "/letters/": ("administrator", LIST),
    "/letters/?state=bounced": ("administrator", LIST),
    # Asked today and foretold; and when the night's work was begun.
    "/reminders/": ("administrator", REMINDERS + PAUSE + 2 * OPERATION + 1),
    "/company/reminders/": ("administrator", LIST),
    "/company/": ("administrator", LIST),
    "/company/profile/": ("administrator", LIST),
    "/company/areas/": ("administrator", LIST),
    "/me/": ("head", LIST),
    "/start/": ("administrator", LIST),
    "/trail/": ("audit_manager", LIST),
    "/plan/policies/import": ("privacy_manager", RECORD),
    "/plan/policies/POL-001": ("privacy_manager", RECORD + GATHERED),
    "/plan/policies/POL-001/review": ("privacy_manager", RECORD),
    "/plan/policies/POL-001/review/early": ("privacy_manager", RECORD),
    "/plan/policies/POL-001/versions/1": ("employee", RECORD),
    "/plan/policies/POL-001/versions/2": ("representative", RECORD),
    "/plan/reviews/PR-2026-01": ("representative", RECORD),
    "/plan/policies/POL-001/compare": ("privacy_manager", RECORD),
    "/plan/requirements/": ("privacy_manager", LIST),
    "/plan/requirements/import": ("privacy_manager", RECORD),
    "/plan/requirements/j-items": ("privacy_manager", RECORD),
    "/policy": ("privacy_manager", RECORD),
    "/plan/policies/POL-001/read": ("employee", RECORD),
    "/plan/policies/POL-001/acknowledgements": ("privacy_manager", READERS),
    "/plan/policies/POL-001/acknowledgements?state=waiting&q=a&sort=-read": ("head", RECORD),
    "/plan/policies/POL-001/acknowledgements/export.xlsx": ("audit_manager", RECORD),
    "/plan/years/": ("privacy_manager", LIST),
    "/plan/years/YP-2026": ("representative", RECORD),
    "/plan/years/YP-2026/duties/16": ("owner", RECORD),
    "/plan/years/YP-2026/amend": ("privacy_manager", RECORD),
    "/plan/years/YP-2027/edit": ("privacy_manager", RECORD),
    "/check/programmes/": ("audit_manager", LIST),
    "/check/programmes/AP-2026": ("representative", RECORD),
    "/check/programmes/AP-2027/edit": ("audit_manager", RECORD + GAPS),
    "/check/programmes/AP-2026/export.csv": ("head", RECORD),
    "/check/coverage/": ("representative", LIST),
    "/check/coverage/export.csv": ("head", LIST),
    "/check/summary/": ("representative", LIST),
    "/check/summary/export.xlsx": ("auditor", LIST),
    "/check/history/": ("audit_manager", LISTED),
    "/check/history/new": ("audit_manager", LIST),
    "/check/history/<past>": ("representative", RECORD),
    "/check/audits/new": ("audit_manager", RECORD),
    "/check/audits/AU-2026-001": ("audit_manager", RECORD + RECHECK),
    "/check/audits/AU-2026-001/checklist/": ("auditor", RECORD),
    "/check/audits/AU-2026-001/checklist/1/finding": ("auditor", RECORD),
    "/check/audits/AU-2026-001/report/": ("auditor", RECORD),
    "/check/audits/AU-2026-001/report/report.pdf": ("auditor", RECORD),
    "/check/audits/AU-2026-001/report/checklist.xlsx": ("head", LIST),
    "/check/audits/AU-2026-003": ("audit_manager", RECORD + REFUSED_TEAM),
    "/check/audits/AU-2026-002/report/": ("audit_manager", RECORD),
    "/check/audits/AU-2026-002/report/report.pdf": ("head", RECORD),
    "/check/findings/F-2026-001": ("auditor", FINDING),
    "/act/cases/CA-2026-001": ("head", CASE),
    "/act/cases/CA-2026-001/report.pdf": ("head", RECORD),
    "/act/erasures/F-2026-001": ("privacy_manager", RECORD),
    "/act/erasures/AU-2026-001/rows/1": ("audit_manager", RECORD),
    f"/people/{IDS['head']}": ("administrator", RECORD + PAUSE + STOPPED + WAYS_IN + UNREACHED),
}
HEADS_AND_HOMES = {"head": HOME, "owner": HOME, "auditor": HOME, "audit_manager": HOME + RECHECK}
