// While somebody types: long texts are kept as drafts, a day is read back, findings like the one
// that is being written come up, whys and causes are drawn, files are dropped in.
// Comfort only: a form sent without this file loses nothing either.

const AFTER = 2000;

function keep(form) {
  const note = form.querySelector(".save-note");
  const says = note.querySelector("span");
  (form.querySelector(".form-buttons") ?? form).append(note);
  let waiting, sending, sent = false;

  const tell = (words, fails) => {
    note.hidden = false;
    note.classList.toggle("fails", fails);
    if (says.textContent !== words) says.textContent = words;
  };
  const save = async (leaving) => {
    clearTimeout(waiting);
    waiting = undefined;
    sending?.abort();
    if (!form.elements.draft) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: "1" }));
    sending = new AbortController();
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams(typed);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body, redirect: "error", signal: sending.signal,
        // A browser sends on after the page is gone only what is small.
        keepalive: leaving && String(body).length < 60_000,
      });
      if (!answer.ok) throw new Error(answer.status);
      tell((await answer.json()).words, false);
      const files = [...form.querySelectorAll("input[type='file']")].some((each) => each.value);
      if (!waiting && !files) form.dispatchEvent(new Event("kept"));
    } catch (trouble) {
      if (trouble.name !== "AbortError") tell(note.dataset.fails, true);
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, AFTER);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(waiting);
    sending?.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && waiting && !sent) save(true);
  });
  window.addEventListener("pageshow", () => { sent = false; });
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  if (form.matches("[data-long]") || form.querySelector("textarea")) keep(form);
}

// What one answer proposes for another field stands there until somebody writes something else.
for (const input of document.querySelectorAll("input[data-proposed]")) {
  const proposed = JSON.parse(input.dataset.proposed);
  const answers = [...document.getElementsByName(input.dataset.proposedBy)];
  let before = answers.find((each) => each.checked)?.value;
  for (const answer of answers) {
    answer.addEventListener("change", () => {
      if (input.value === String(proposed[before])) input.value = proposed[answer.value];
      before = answer.value;
    });
  }
}

// Days are read by the server, which knows eras, holidays and the reader's language.
function readBack(input) {
  const echo = document.getElementById(`${input.id}-echo`);
  let waiting, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = input.value.trim();
    try {
      const answer = typed && await fetch(`${input.dataset.day}?${new URLSearchParams({ typed })}`, { signal: asked.signal });
      echo.textContent = answer && answer.ok && !answer.redirected ? await answer.text() : "";
    } catch { /* no echo is no harm: the day is read again when the form is sent */ }
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 300);
  });
}

// The calendar is the browser's own; what is picked there is typed into the field.
function pickFrom(button, input) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.parentElement.querySelector("[type='date']")?.remove();
    const calendar = document.createElement("input");
    calendar.type = "date";
    calendar.className = "day-picker";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    calendar.addEventListener("change", () => {
      input.value = calendar.value.replaceAll("-", "/");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      calendar.remove();
      input.focus();
    });
    button.before(calendar);
    calendar.showPicker();
  });
}

for (const input of document.querySelectorAll(".day-box > [data-day]")) {
  readBack(input);
  if ("showPicker" in HTMLInputElement.prototype) pickFrom(input.parentElement.querySelector("button"), input);
}

// Those of the same requirement and unit stand there already; nothing typed stays in an address,
// since addresses are written into logs.
function bringUp(place) {
  const form = document.getElementById(place.dataset.form);
  let waiting, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      fact: form.elements.fact.value,
      evidence: form.elements.evidence.value,
    });
    try {
      const answer = await fetch(place.dataset.similar, { method: "POST", body, redirect: "error", signal: asked.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch { /* what stands there stays: the finding is filed without it as well */ }
  };
  form.addEventListener("input", (event) => {
    if (!["fact", "evidence"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 500);
  });
}

for (const place of document.querySelectorAll("[data-similar]")) bringUp(place);

// The server draws the picture, as it does on the record. What came of it is told to those who do
// not see it once the typing rests, and only where it is something else than before.
function drawAnew(place) {
  const form = place.closest("form");
  const names = place.dataset.of.split(" ");
  const [picture, status] = place.children;
  let waiting, telling, asked;
  const tell = () => {
    const said = [...picture.querySelectorAll("[data-said]")].map((each) => each.dataset.said).join(" ");
    if (status.textContent !== said) status.textContent = said;
  };
  const show = (drawn) => {
    const opened = picture.querySelector("details")?.open;
    const along = picture.querySelector(".why-box")?.scrollLeft;
    picture.innerHTML = drawn;
    if (opened && picture.querySelector("details")) picture.querySelector("details").open = true;
    if (along && picture.querySelector(".why-box")) picture.querySelector(".why-box").scrollLeft = along;
    telling = setTimeout(tell, 1500);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    for (const name of names) body.append(name, form.elements[name].value);
    try {
      const answer = await fetch(place.dataset.sketch, { method: "POST", body, redirect: "error", signal: asked.signal });
      if (answer.ok || answer.status === 422) show(await answer.text());
    } catch { /* the picture of before stays: it is drawn again when the form is sent */ }
  };
  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(waiting);
    clearTimeout(telling);
    waiting = setTimeout(ask, 400);
  });
}

for (const place of document.querySelectorAll("[data-sketch]")) drawAnew(place);

// Files are dropped, picked one after the other and taken out again. Without this file the browser's own field is there.

const MEGABYTE = 1024 * 1024;

function make(tag, properties, ...inside) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
}

function size(bytes) {
  return bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

class Drop {
  constructor(input) {
    this.input = input;
    this.chosen = [];
    this.list = make("ul", { className: "drop-list" });
    this.list.setAttribute("aria-live", "polite");
    this.box = make("div", { className: "drop" });
    input.before(this.box);
    this.box.append(input, make("p", { className: "drop-here", textContent: input.dataset.dropHere }), this.list);
    input.addEventListener("change", () => this.add(input.files));
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.box.addEventListener(kind, (event) => this.dragged(event));
    }
    input.form?.addEventListener("submit", (event) => this.refuse(event), true);
  }

  dragged(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.box.classList.toggle("drop-over", event.type === "dragenter" || event.type === "dragover");
    if (event.type === "drop") {
      this.add(event.dataTransfer.files);
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  add(files) {
    const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    for (const file of files) if (!this.chosen.some((each) => same(each, file))) this.chosen.push(file);
    this.show();
  }

  show() {
    const held = new DataTransfer();
    for (const file of this.chosen) held.items.add(file);
    this.input.files = held.files;
    this.list.replaceChildren(...this.chosen.map((file) => this.line(file)));
  }

  line(file) {
    const words = this.input.dataset.dropRemove.replace("{name}", file.name);
    const remove = make("button", { type: "button", className: "btn btn-outline-secondary", textContent: words });
    remove.addEventListener("click", () => {
      this.chosen = this.chosen.filter((each) => each !== file);
      this.show();
      this.input.focus();
    });
    const about = make("span", {}, make("b", { textContent: file.name }), ` ${size(file.size)}`);
    if (this.large(file)) {
      about.append(make("span", { className: "field-error", textContent: this.input.dataset.dropLarge.replace("{name}", file.name) }));
    }
    return make("li", {}, about, remove);
  }

  large(file) {
    return file.size > Number(this.input.dataset.drop) * MEGABYTE;
  }

  // What the server would refuse is not sent for minutes first.
  refuse(event) {
    if (!this.chosen.some((file) => this.large(file))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.box.scrollIntoView({ block: "center" });
    this.list.querySelector("li:has(.field-error) button").focus();
  }
}

for (const input of document.querySelectorAll("input[type='file'][data-drop]")) new Drop(input);
