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

// The day that the page says, as the server wrote it or we did.
let drawn = part("day")?.textContent ? day() : "";

/** A page that is left open says the day that is closed by now. */
function drawDay() {
  if (!part("day") || drawn === day()) return;
  drawn = day();
  const words = { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" };
  part("day").textContent = new Intl.DateTimeFormat(document.documentElement.lang, words).format(new Date(`${drawn}T00:00Z`));
}

// What the server will not take, and why: nobody can open it again to put it right.
const refused = new Map();

function made(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...more });
}

/** When something was said, by the company's clock. */
function when({ fields }) {
  const words = { timeZone: zone, month: "long", day: "numeric", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, words).format(new Date(fields.at));
}

/** What is said of each item, in words: they are kept, as the items may be others by then. */
function said() {
  return [...form.querySelectorAll(".check-item")].map((item) => {
    const marked = [...item.querySelectorAll(":checked")].map((each) => each.labels[0].textContent.trim());
    const typed = [...item.querySelectorAll("[type=text]")].map((each) => each.value.trim());
    return `${about(item)}: ${[...marked, ...typed].filter(Boolean).join(" ")}`;
  }).join("\n");
}

function line(change, words, drop) {
  const box = made("li", "");
  box.append(made("b", `${change.fields.name}　${when(change)}`), made("span", words, { className: "said" }));
  if (drop) box.append(made("button", drop.replace("{name}", () => change.fields.name), { type: "button", className: "btn btn-outline-secondary", onclick: () => giveUp(change) }));
  return box;
}

function drawUntaken(lines) {
  part("untaken").hidden = !lines.length;
  part("untaken").querySelector("ul").replaceChildren(...lines);
}

function drawRefused() {
  const { drop } = part("untaken").dataset;
  drawUntaken([...refused].map(([change, words]) => line(change, words, drop)));
  drawWaiting();
}

function giveUp(change) {
  queue.drop(change);
  refused.delete(change);
  drawRefused();
}

/** That something waits is said once it is kept: whoever reads it may close the page. */
function drawWaiting() {
  const { one, many } = part("waits").dataset;
  const count = queue.sending || queue.keeping ? 0 : queue.changes.filter((each) => !each.refused).length;
  tell("waits", count === 0 ? "" : count === 1 ? one : many.replace("{n}", count));
}

const queue = new Queue(place, 0, undefined, {
  state() {
    const cut = queue.line === Line.CUT;
    part("away").hidden = !cut;
    drawWaiting();
  },
  taken(_change, { when: at }) {
    tell("saved", part("saved").dataset.words.replace("{when}", at));
  },
  refused(change, words) {
    refused.set(change, words);
    drawRefused();
  },
  gone(lost) {
    if (lost.length || !form.hidden) tell("refused", part("refused").dataset.gone);
    tell("waits", "");
    // It goes on paper: what waited, and what is half written.
    drawUntaken(lost.map((change) => line(change, change.words ?? "")));
    form.hidden = untouched();
    form.querySelector(".form-buttons").hidden = true;
  },
  pulse({ now }) {
    ahead = Math.round(now * 1000 - Date.now());
    localStorage.setItem(AHEAD, ahead);
    drawDay();
  },
  restored(back) {
    // It may be taken by now.
    for (const each of back) delete each.refused;
  },
  told() {},
  conflict() {},
  tabs() {},
});

const about = (item) => item.querySelector(".label-text").textContent.trim();
const NUMBER = /^[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?$/;

/** What is wrong first: the field, and what is said of it. */
function wrong() {
  const { elements } = form;
  const { name, choose, note: words, number } = part("refused").dataset;
  if (!elements.name.value.trim()) return [elements.name, name];
  for (const item of form.querySelectorAll(".check-item")) {
    const marks = item.querySelectorAll("[type=radio]");
    const chosen = item.querySelector("[type=radio]:checked");
    const of = (told) => told.replace("{item}", about(item));
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
  // The button is gone with the link; a press of Enter is not.
  if (queue.line === Line.GONE) return;
  drawDay();
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
  // What they say again takes the place of what was refused of theirs.
  for (const each of refused.keys()) if (each.row === day() && each.fields.name.trim() === fields.name.trim()) giveUp(each);
  queue.addAlone(day(), { ...fields, at: new Date(Date.now() + ahead).toISOString() }, said());
  added = Date.now();
  form.reset();
  form.elements.name.value = localStorage.getItem(NAME);
  window.scrollTo(0, 0);
});

form.elements.name.value ||= localStorage.getItem(NAME) ?? "";
drawDay();
window.addEventListener("online", () => queue.flush({ anew: true }));
window.addEventListener("offline", () => queue.flush({ anew: true }));
document.addEventListener("visibilitychange", drawDay);
setInterval(() => { if (!document.hidden) queue.flush({ anew: true }); }, POLL);
await queue.begin();
await queue.flush({ anew: true });
if (queue.line === Line.OPEN) (await import(form.dataset.shelf)).put(place, form.dataset.files.split(" "));
