// The audit day: every change is saved by itself, the keyboard suffices, and a line that is cut
// loses nothing. Without this file each row is a plain form.

const list = document.querySelector(".walk[data-place]");
// As the server gave it, before anything is drawn; a page that was opened from what was kept is none.
const asServed = "kept" in document.documentElement.dataset ? undefined : document.documentElement.outerHTML;
const { Queue, Line, keeps } = await import(list.dataset.queue);
const place = list.dataset.place;
const words = document.querySelector("#day-words").dataset;
const NAMES = ["asked", "population", "sample_size", "sample_how"];
const TO_BE_SAID = new Set(["nonconforming", "observation", "opportunity", "good_practice", "not_applicable"]);
const PAUSE = 1_200;
const POLL = 15_000;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const clock = () => new Date().toTimeString().slice(0, 5);
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const show = (selector, shown) => { document.querySelector(selector).hidden = !shown; };

// ---- one row ----

class Row {
  conflict;
  #waiting;

  constructor(item) {
    this.item = item;
    this.number = Number(item.id.slice(4));
    this.form = item.querySelector("form");
    this.note = this.form.elements.note;
    this.version = Number(item.dataset.version);
    this.sent = JSON.stringify(this.served());
  }

  /** What the row said when the page was served, whatever was touched since. */
  served() {
    const chosen = [...this.form.querySelectorAll("[name=result]")].find((each) => each.defaultChecked);
    return { ...this.fields(), result: chosen?.value ?? "not_yet", note: this.note.defaultValue };
  }

  get result() {
    return this.form.querySelector("[name=result]:checked")?.value ?? "not_yet";
  }

  set result(value) {
    for (const each of this.form.querySelectorAll("[name=result]")) each.checked = each.value === value;
  }

  get radio() {
    return this.form.querySelector("[name=result]:checked") ?? this.form.querySelector("[name=result]");
  }

  get dirty() {
    return JSON.stringify(this.fields()) !== this.sent;
  }

  /** Holds something that was not taken yet; nothing that comes from elsewhere may undo it. */
  get held() {
    return this.dirty || Boolean(this.conflict) || queue.of(this.number).length > 0;
  }

  get busy() {
    return this.held || this.item.contains(document.activeElement);
  }

  fields() {
    const found = { result: this.result, note: this.note.value };
    for (const name of NAMES) found[name] = this.item.dataset[camel(name)] ?? "";
    return found;
  }

  /** Take over what a row says elsewhere, or did say before the page was left. */
  take(fields) {
    this.result = fields.result;
    this.note.value = fields.note;
    for (const name of NAMES) {
      this.item.dataset[camel(name)] = fields[name];
      const input = this.item.querySelector(`[data-field=${name}]`);
      if (input) input.value = fields[name];
    }
    this.sent = JSON.stringify(this.fields());
    this.draw();
  }

  /** What the server says of the row now. */
  learn(told) {
    this.version = told.version;
    this.take(told);
    this.say(told.said);
    if (told.files) this.drawFiles(told.files);
    if (told.findings) this.drawFindings(told.findings);
    queue.keepRow({ ...told, position: this.number });
  }

  /** What was sent and taken: the row stands like this elsewhere as well. */
  taken(fields, said) {
    this.version = said.version;
    this.say(said.said);
    this.refuse("");
    this.draw();
    const { files, findings } = this;
    queue.keepRow({ ...fields, version: said.version, said: said.said, files, findings, position: this.number });
  }

  say(text) {
    this.item.querySelector(".row-said").textContent = text;
  }

  draw() {
    const open = this.item.classList.contains("row-open");
    this.item.className = `is-${this.result}${open ? " row-open" : ""}`;
    let noted = this.item.querySelector(".row-noted");
    if (this.note.value && !noted) {
      noted = Object.assign(document.createElement("span"), { className: "row-noted", textContent: words.noted });
      this.item.querySelector(".row-files").before(noted);
    }
    if (!this.note.value) noted?.remove();
    this.drawWaiting();
    drawProgress(this.item.closest("[data-group]"));
  }

  drawWaiting() {
    const count = queue.of(this.number).length;
    let mark = this.item.querySelector(".row-waiting");
    if (!count || queue.line === Line.OPEN && !queue.blockedBy(this.number)) return mark?.remove();
    if (!mark) {
      mark = Object.assign(document.createElement("span"), { className: "row-waiting" });
      this.item.querySelector(".row-said").before(mark);
    }
    mark.textContent = fill(words.waits, { n: count });
  }

  later() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.commit(), PAUSE);
  }

  /** Hand what was changed to the queue. */
  commit() {
    clearTimeout(this.#waiting);
    if (!this.dirty) return;
    this.draw();
    if (this.result === "not_applicable" && !this.note.value.trim()) {
      this.refuse(words.reason);
      if (document.activeElement !== this.note) this.open().note.focus();
      return;
    }
    this.refuse("");
    const fields = this.fields();
    this.sent = JSON.stringify(fields);
    const sheet = this.form.elements.sheet?.value;
    queue.add(this.number, sheet ? { ...fields, sheet } : fields, this.version);
    if (this.conflict) this.dispute(this.conflict);
  }

  refuse(text) {
    this.item.querySelector(".row-refused")?.remove();
    if (!text) return;
    const said = document.querySelector("#row-refused").content.cloneNode(true).firstElementChild;
    said.querySelector("[data-why]").textContent = text;
    this.item.querySelector(".marks").after(said);
  }

  open() {
    if (this.item.classList.contains("row-open")) return this;
    opened?.close();
    opened = this;
    this.item.classList.add("row-open");
    const more = this.item.querySelector(".row-more");
    more.querySelector(".row-note").after(document.querySelector("#row-open").content.cloneNode(true));
    more.querySelector("[data-draw]").href = `${place}${this.number}/sample`;
    for (const input of more.querySelectorAll("[data-field]")) input.value = this.item.dataset[camel(input.dataset.field)] ?? "";
    this.drawFiles(this.files ?? []);
    drawPlace(this.item);
    this.look();
    return this;
  }

  close() {
    this.commit();
    opened = undefined;
    this.item.classList.remove("row-open");
    for (const part of this.item.querySelectorAll(".row-beside, .row-small, .row-clear")) part.remove();
  }

  /** See the row's files, and whatever is newer than what the page shows. */
  async look() {
    if (queue.line !== Line.OPEN) return;
    try {
      const { rows: [told], known } = await ask([this.number]);
      this.drawKnown(known);
      if (told && told.version > this.version && !this.busy) this.learn(told);
      else if (told) this.drawFiles(told.files);
    } catch { /* its files are seen another time */ }
  }

  /** How often the requirement was found wanting before, with a link to it. */
  drawKnown(known) {
    this.item.querySelector(".row-known")?.remove();
    if (!known) return;
    const said = Object.assign(document.createElement("span"), { className: "row-known" });
    const link = Object.assign(document.createElement("a"), { href: known.place, textContent: known.link });
    said.append(known.before, link, known.after);
    this.item.querySelector(".row-buttons").prepend(said);
  }

  drawFiles(files) {
    this.files = files;
    const waiting = queue.of(this.number).filter((each) => each.file);
    const count = files.length + waiting.length;
    this.item.querySelector(".row-files").textContent = count ? `${words.files} ${count}` : "";
    const thumbs = this.item.querySelector(".proofs .thumbs");
    if (!thumbs) return;
    this.item.querySelector("[data-file-count]").textContent = count || "";
    thumbs.replaceChildren(...files.map(thumb), ...waiting.map((each) => thumb({ name: each.file.name })));
  }

  drawFindings(findings) {
    this.findings = findings;
    let found = this.item.querySelector(".row-found");
    if (!findings.length) return found?.remove();
    if (!found) this.item.append(found = Object.assign(document.createElement("p"), { className: "row-found" }));
    found.replaceChildren(...findings.map(({ name, url }) => Object.assign(document.createElement("a"), { className: "ref", href: url, textContent: name })));
  }

  /** Show both versions, and let the auditor choose; what another tab of one's own says alike is no matter. */
  dispute(theirs) {
    this.conflict = theirs;
    this.item.querySelector(".conflict")?.remove();
    const mine = this.fields();
    if (theirs.by_me && Object.keys(mine).every((name) => mine[name] === theirs[name])) return this.settle("theirs");
    const box = document.querySelector("#row-conflict").content.cloneNode(true).firstElementChild;
    for (const each of box.querySelectorAll("[data-says]")) {
      each.textContent = theirs.by_me && each.dataset.saysOwn || fill(each.dataset.says, { name: theirs.by });
    }
    box.querySelector("[data-side=mine] .version-body").append(...version(mine));
    box.querySelector("[data-side=theirs] .version-body").append(...version(theirs));
    this.form.prepend(box);
  }

  settle(choice) {
    const { conflict: theirs } = this;
    const mine = this.fields();
    this.conflict = undefined;
    this.item.querySelector(".conflict")?.remove();
    if (choice === "theirs") {
      queue.settle(this.number);
      this.learn(theirs);
    } else {
      if (choice === "both") mine.note = [theirs.note, mine.note].filter(Boolean).join("\n");
      this.take(mine);
      this.version = theirs.version;
      queue.settle(this.number, mine, theirs.version);
    }
    this.radio.focus();
  }
}

function thumb(file) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  if (file.url) Object.assign(link, { href: file.url, title: file.name });
  else link.className = "waiting";
  if (file.image) link.append(Object.assign(document.createElement("img"), { src: file.url, alt: file.name, loading: "lazy" }));
  else link.textContent = file.url ? file.name : `${file.name} ${words.waiting}`;
  item.append(link);
  return item;
}

/** A version of a row in words: result, note, who was asked, sample. */
function version(fields) {
  const mark = list.querySelector(`[name=result][value=${fields.result}]`)?.parentElement;
  const sampled = [fields.population, fields.sample_size].some(Boolean) ? `${fields.population || "–"} / ${fields.sample_size || "–"}` : "";
  const lines = [
    mark ? `${mark.querySelector("b").textContent} ${mark.lastChild.textContent}` : words.notYet,
    fields.note || words.none,
    fields.asked && `${words.asked} ${fields.asked}`,
    (sampled || fields.sample_how) && [words.sample, sampled, fields.sample_how].filter(Boolean).join(" "),
  ];
  return lines.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { textContent: text }));
}

const rows = new Map();
const items = [...list.querySelectorAll("li[data-version]")];
let opened;

function rowOf(item) {
  if (!rows.has(item)) rows.set(item, new Row(item));
  return rows.get(item);
}
const rowAt = (number) => {
  const item = document.getElementById(`row-${number}`);
  return item && rowOf(item);
};
const around = (node) => node.closest?.("li[data-version]");

// ---- what stands around the rows ----

function drawProgress(group) {
  const all = group.querySelectorAll("li[data-version]").length;
  const done = all - group.querySelectorAll("li.is-not_yet").length;
  for (const count of document.querySelectorAll(`[data-count="${group.dataset.group}"]`)) {
    count.textContent = `${done}/${all}`;
    const bar = count.parentElement.querySelector("progress");
    if (bar) bar.value = done;
    if (bar && done === all) count.prepend(check());
  }
  const left = list.querySelectorAll("li.is-not_yet").length;
  document.querySelector("[data-done]").textContent = items.length - left;
  show(".rail-next", left > 0);
  drawEnd();
}

/** The report reads what is saved: the way there opens once nothing waits to be sent. */
function drawEnd() {
  show(".rail-end", !list.querySelector("li.is-not_yet") && !queue.changes.length);
}

const check = () => document.querySelector("#day-check").content.cloneNode(true);

function drawPlace(item) {
  const group = item.closest("[data-group]").dataset.group;
  for (const link of document.querySelectorAll(".rail li > a")) {
    if (link.hash === `#group-${group}`) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

/** What waits beside a row's own words: its files, and findings that were written without a line. */
function drawHeld(row) {
  row.drawFiles(row.files ?? []);
  filing?.drawHeld(row);
  row.drawWaiting();
}

let savedAt = "";
let heldAt = "";

function drawState() {
  const { line, changes, sending, keeping, troubled } = queue;
  const count = changes.length;
  const cut = line === Line.CUT;
  drawEnd();
  if (cut && count) heldAt ||= clock();
  else heldAt = "";
  show("[data-cut-off]", cut);
  show("[data-signed-out]", line === Line.SIGNED_OUT);
  const unsent = document.querySelector("[data-unsent]");
  const said = unsent.dataset;
  const [one, many] = keeps ? [said.one, said.many] : [said.fleetingOne, said.fleetingMany];
  const told = count === 0 ? said.none : count === 1 ? one : fill(many, { n: count });
  if (unsent.textContent !== told) unsent.textContent = told;
  const note = document.querySelector("[data-state]");
  const held = fill(count === 1 ? words.heldOne : words.heldMany, { n: count, when: heldAt || clock() });
  // It is said once it is kept: whoever reads it may close the page.
  if (line !== Line.OPEN && count && !keeping) drawNote(note, held, "held", "#day-clock");
  else if (troubled.includes("conflict")) drawNote(note, words.conflict, "held", "#day-clock");
  else if (troubled.length) drawNote(note, words.refused, "held", "#day-clock");
  else if ((sending || keeping) && count) drawNote(note, words.saving, "quiet");
  else if (savedAt) drawNote(note, fill(words.saved, { when: savedAt }), "", "#day-check");
  for (const item of items) if (rows.has(item)) rowOf(item).drawWaiting();
}

function drawNote(note, text, kind, picture) {
  if (note.dataset.says === text) return;
  note.dataset.says = text;
  note.className = `day-saved ${kind}`;
  note.replaceChildren(...(picture ? [document.querySelector(picture).content.cloneNode(true)] : []), text);
}

async function ask(numbers) {
  const before = new Map(numbers.map(rowAt).map((row) => [row, row.files]));
  const answer = await fetch(`${place}rows?at=${numbers.join(",")}`, { redirect: "error", cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  const told = await answer.json();
  for (const each of told.rows) {
    const row = rowAt(each.position);
    // Where a file was sent meanwhile, the answer knows nothing of it.
    if (row.files !== before.get(row)) each.files = row.files;
  }
  return told;
}

/** Rows that a colleague saved appear by themselves; one that is being written in is left alone. */
async function merge(versions) {
  const newer = Object.entries(versions)
    .map(([number, version]) => [rowAt(number), version])
    .filter(([row, version]) => row && version > row.version && !row.held)
    .map(([row]) => row.number);
  for (let from = 0; from < newer.length; from += 50) {
    try {
      for (const told of (await ask(newer.slice(from, from + 50))).rows) {
        const row = rowAt(told.position);
        // What one saved in another tab is no surprise; a colleague's words wait until one looks away.
        const left = told.by_me ? !row.held : !row.busy;
        if (left && told.version > row.version) row.learn(told);
      }
    } catch { return; /* they are asked for again soon */ }
  }
}

const queue = new Queue(place, Number(list.dataset.me), asServed, {
  state: drawState,
  pulse({ versions, also }) {
    const said = also.map((name) => fill(words.alsoWrites, { name }));
    document.querySelector("[data-also]").textContent = said.join("\n");
    merge(versions);
  },
  restored(changes) {
    for (const { row, fields, version } of changes) {
      const found = rowAt(row);
      if (!found) continue;
      if (fields) {
        found.version = version;
        found.take(fields);
      } else {
        drawHeld(found);
      }
    }
  },
  told(row) {
    rowAt(row.position)?.learn(row);
  },
  tabs(count) {
    show("[data-other-tab]", count > 0);
  },
  taken(change, said) {
    savedAt = said.when;
    const row = rowAt(change.row);
    tabs.postMessage("saved");
    if (change.fields) return row.taken(change.fields, said);
    row.drawFiles(said.files);
    row.drawFindings(said.findings);
    drawHeld(row);
  },
  conflict(number, theirs) {
    const row = rowAt(number);
    row.dispute(theirs);
    row.draw();
  },
  refused(change, told) {
    const row = rowAt(change.row);
    if (change.finding) return drawHeld(row);
    row.refuse(change.file ? `${change.file.name}　${told || words.tooLarge}` : told);
    if (change.file) row.drawFiles(row.files ?? []);
  },
  gone(lost) {
    leaving = true;
    list.replaceChildren();
    document.querySelector(".rail").remove();
    show("[data-gone]", true);
    const told = document.querySelector("[data-lost]");
    told.textContent = lost.length ? fill(told.dataset.lost, { n: lost.length }) : "";
  },
});
let leaving = false;

// ---- what the auditor does ----

list.addEventListener("click", (event) => {
  const item = around(event.target);
  if (!item) return;
  const row = rowOf(item);
  const choice = event.target.closest("[data-keep]");
  if (choice) return row.settle(choice.dataset.keep);
  if (event.target.closest("[data-clear]")) {
    row.result = "not_yet";
    row.radio.focus();
    return answered(row);
  }
  // Without a line a finding is written here, and waits; a sample can be drawn by the server alone.
  if (event.target.closest(".row-file")) return follow(event, row, () => filing?.write(row));
  if (event.target.closest("[data-draw]")) return follow(event, row, () => row.refuse(words.noLine));
  if (!event.target.closest("a, button, input, label, .conflict")) row.open();
});

/** A link that the row as it stands here is needed for is followed once that is saved. */
async function follow(event, row, withoutLine) {
  const link = event.target.closest("a");
  row.commit();
  if (queue.line === Line.OPEN && !queue.of(row.number).length) return;
  event.preventDefault();
  await queue.flush();
  if (queue.line !== Line.OPEN) withoutLine();
  else if (!queue.of(row.number).length) location.assign(link.href);
}

function answered(row) {
  if (TO_BE_SAID.has(row.result)) row.open();
  row.commit();
}

list.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches("[data-files]")) {
    addFiles(rowOf(around(target)), target.files);
    target.value = "";
  } else if (target.name === "result") {
    answered(rowOf(around(target)));
  } else {
    rowOf(around(target)).commit();
  }
});
list.addEventListener("input", (event) => {
  const row = rowOf(around(event.target));
  const { field } = event.target.dataset;
  if (field) row.item.dataset[camel(field)] = event.target.value;
  if (field || event.target.name === "note") row.later();
});
list.addEventListener("submit", (event) => {
  event.preventDefault();
  rowOf(around(event.target)).commit();
});

function addFiles(row, files) {
  row.open();
  for (const each of files) queue.addFile(row.number, each);
  row.drawFiles(row.files ?? []);
}

list.addEventListener("dragover", (event) => {
  const item = around(event.target);
  if (!item || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  item.classList.add("row-dropping");
});
list.addEventListener("dragleave", (event) => {
  const item = around(event.target);
  if (item && !item.contains(event.relatedTarget)) item.classList.remove("row-dropping");
});
list.addEventListener("drop", (event) => {
  const item = around(event.target);
  if (!item || !event.dataTransfer.files.length) return;
  event.preventDefault();
  item.classList.remove("row-dropping");
  addFiles(rowOf(item), event.dataTransfer.files);
});

const shown = () => items.filter((each) => each.getClientRects().length > 0);

function go(item) {
  if (!item) return;
  rowOf(item).radio.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  drawPlace(item);
}

function goNext(from) {
  const here = items.indexOf(from);
  go([...items.slice(here + 1), ...items.slice(0, here + 1)].find((each) => each.classList.contains("is-not_yet")));
}

const KEYS = {
  ArrowDown: (item) => go(shown()[shown().indexOf(item) + 1]),
  ArrowUp: (item) => go(shown()[shown().indexOf(item) - 1]),
  n: goNext,
  m: (item) => rowOf(item).open().note.focus(),
  0: (item) => {
    rowOf(item).result = "not_yet";
    answered(rowOf(item));
  },
};

list.addEventListener("keydown", (event) => {
  const item = around(event.target);
  if (!item || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return go(item);
  if (event.target.matches("textarea, input:not([type=radio], [type=file])")) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const choice = /^[1-9]$/.test(event.key) && item.querySelectorAll("[name=result]")[event.key - 1];
  if (!act && !choice) return;
  event.preventDefault();
  if (act) return act(item);
  const row = rowOf(item);
  row.result = choice.value;
  choice.focus();
  answered(row);
});

document.querySelector("[data-next]").addEventListener("click", (event) => {
  event.preventDefault();
  goNext(around(document.activeElement) ?? opened?.item);
});
document.querySelector("[data-try]").addEventListener("click", async () => {
  await queue.flush({ anew: true });
  if (queue.line === Line.CUT) document.querySelector("[data-unsent]").textContent = words.noLine;
});
for (const link of document.querySelectorAll("[data-show]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    list.dataset.shows = link.dataset.show;
    for (const each of document.querySelectorAll("[data-show]")) each.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    history.replaceState(null, "", link.href);
  });
}

// ---- the line, and leaving ----

const commitAll = () => { for (const row of rows.values()) row.commit(); };
window.addEventListener("online", () => queue.flush({ anew: true }));
window.addEventListener("offline", () => queue.flush({ anew: true }));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) commitAll();
  else queue.flush({ anew: true });
});
window.addEventListener("beforeunload", (event) => {
  commitAll();
  if (queue.changes.length && !leaving) event.preventDefault();
});
new BroadcastChannel("pms").addEventListener("message", (event) => {
  if (event.data === "signed out" && queue.line !== Line.GONE) queue.forget();
});
const tabs = new BroadcastChannel(`pms ${place}`);
tabs.addEventListener("message", ({ data }) => {
  if (data === "saved") queue.flush({ anew: true });
  else if (data === "left") seeOff();
  else queue.lookAround();
});

/** A tab says that it leaves before the browser has let go of what it held: look until it has. */
async function seeOff() {
  for (const pause of [0, 200, 1000, 4000]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await queue.lookAround();
  }
}

window.addEventListener("pagehide", () => tabs.postMessage("left"));
setInterval(() => { if (!document.hidden) queue.flush({ anew: true }); }, POLL);

// ---- without a line ----

let filing;
await queue.begin();
tabs.postMessage("here");
setTimeout(async () => {
  queue.flush({ anew: true });
  const { Filing } = await import(list.dataset.filing);
  filing = new Filing(queue, list.dataset.zone);
  for (const change of queue.changes) if (change.finding) drawHeld(rowAt(change.row));
  if (asServed) (await import(list.dataset.shelf)).put(place, list.dataset.files.split(" "));
}, 600);

const asked = /^#row-\d+$/.test(location.hash) && document.querySelector(location.hash);
if (asked && list.contains(asked)) {
  rowOf(asked).open();
  go(asked);
}
