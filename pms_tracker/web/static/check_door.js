// A check at the door: sent at once, or kept by this phone until there is a line again. The queue is
// the audit day's. Without this file the page is a plain form.

const form = document.querySelector("form[data-place]");
const { place, key, vault, zone } = form.dataset;
const NAME = "pms-door-name";
// How far the company's clock is ahead of this phone's, as it was told last.
const AHEAD = "pms-door-ahead";
let ahead = Number(localStorage.getItem(AHEAD));
const POLL = 15_000;
const TWICE = 3_000;
const WEEK = 7 * 24 * 3600_000;

// The link is the key: whoever opened it may take up what waits here, line or no line.
sessionStorage.setItem(vault, JSON.stringify({ person: 0, key, until: Date.now() + WEEK, ahead }));
const { Queue, Line } = await import(form.dataset.queue);

const part = (name) => document.querySelector(`[data-${name}]`);

function tell(name, text) {
  const box = part(name);
  box.hidden = !text;
  if (box.textContent !== text) box.textContent = text;
}

/** The day that is closed now, by the company's clock: whoever leaves at night closes the day before. */
function day() {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(Date.now() + ahead - Number(form.dataset.night) * 3600_000);
}

function drawDay() {
  if (part("day").textContent) return;
  const words = { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" };
  part("day").textContent = new Intl.DateTimeFormat(document.documentElement.lang, words).format(new Date(`${day()}T00:00Z`));
}

// The days whose check the server will not take: nobody can open it again to put it right.
const refused = new Set();

/** It was taken, given up or said again: where nothing else is refused, nothing is left to give up. */
function refusedNoMore(row) {
  refused.delete(row);
  part("discard").hidden = !refused.size;
}

const queue = new Queue(place, 0, undefined, {
  state() {
    const cut = queue.line === Line.CUT;
    part("away").hidden = !cut;
    const said = part("waits").dataset;
    const count = queue.sending ? 0 : queue.changes.length;
    tell("waits", count === 0 ? "" : count === 1 ? said.one : said.many.replace("{n}", count));
  },
  taken({ row }, { when }) {
    refusedNoMore(row);
    tell("saved", part("saved").dataset.words.replace("{when}", when));
    tell("refused", "");
  },
  refused({ row }, words) {
    tell("refused", words);
    refused.add(row);
    part("discard").hidden = false;
  },
  gone(lost) {
    tell("refused", part("refused").dataset.gone);
    tell("waits", "");
    part("discard").hidden = true;
    form.hidden = !lost;
  },
  pulse({ now }) {
    ahead = Math.round(now * 1000 - Date.now());
    localStorage.setItem(AHEAD, ahead);
  },
  restored() {},
  told() {},
  conflict() {},
  tabs() {},
});

const NUMBER = /^[-+]?[0-9][0-9,]*(\.[0-9]+)?$/;

/** What is wrong first: the field, and what is said of it. */
function wrong() {
  const { elements } = form;
  const { name, choose, note: words, number } = part("refused").dataset;
  if (!elements.name.value.trim()) return [elements.name, name];
  for (const item of form.querySelectorAll(".check-item")) {
    const marks = item.querySelectorAll("[type=radio]");
    const chosen = item.querySelector("[type=radio]:checked");
    const about = item.querySelector(".label-text, legend, label").textContent.trim();
    const of = (said) => said.replace("{item}", about);
    if (marks.length && !chosen) return [marks[0], of(choose)];
    const note = item.querySelector(".check-more [type=text]");
    if (chosen?.value === "fault" && !note.value.trim()) return [note, of(words)];
    const typed = marks.length ? null : item.querySelector("[type=text]");
    if (typed?.required && !typed.value.trim()) return [typed, of(choose)];
    const counted = typed?.inputMode === "decimal" && typed.value.trim();
    if (counted && !NUMBER.test(typed.value.normalize("NFKC").trim())) return [typed, of(number)];
  }
  return undefined;
}

/** Whether nothing was said since the last check was taken. */
const untouched = () => !form.querySelector("[type=radio]:checked")
  && [...form.querySelectorAll(".check-item [type=text]")].every((each) => !each.value.trim());
let added = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // A second tap is none.
  if (Date.now() - added < TWICE && untouched()) return;
  tell("saved", "");
  const [field, words] = wrong() ?? [];
  tell("refused", words ?? "");
  for (const each of form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
  field?.setAttribute("aria-invalid", "true");
  if (field) return field.focus();
  localStorage.setItem(NAME, form.elements.name.value);
  const fields = Object.fromEntries(new FormData(form));
  // What is said again takes the place of what was refused.
  refusedNoMore(day());
  queue.add(day(), { ...fields, at: new Date(Date.now() + ahead).toISOString() }, "");
  added = Date.now();
  form.reset();
  form.elements.name.value = localStorage.getItem(NAME);
  window.scrollTo(0, 0);
});

part("discard").addEventListener("click", () => {
  for (const row of [...refused]) {
    queue.settle(row);
    refusedNoMore(row);
  }
  tell("refused", "");
});

form.elements.name.value ||= localStorage.getItem(NAME) ?? "";
drawDay();
window.addEventListener("online", () => queue.flush({ anew: true }));
window.addEventListener("offline", () => queue.flush({ anew: true }));
setInterval(() => { if (!document.hidden) queue.flush({ anew: true }); }, POLL);
await queue.begin();
await queue.flush({ anew: true });
if (queue.line === Line.OPEN) (await import(form.dataset.shelf)).put(place, form.dataset.files.split(" "));
