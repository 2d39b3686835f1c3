// A finding that is written where there is no line: it waits like its row, with its files, and is
// filed once. What the server refuses of it stays, to be put right here.

const words = document.querySelector("#day-words").dataset;
const part = (id) => document.querySelector(id).content.cloneNode(true).firstElementChild;
const make = (tag, properties, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

export class Filing {
  #queue;
  #zone;

  constructor(queue, zone) {
    this.#queue = queue;
    this.#zone = zone;
  }

  /** Open the form in a row, empty or with what was refused. */
  write(row, before) {
    const there = row.item.querySelector(".row-filing");
    if (there) return there.elements.fact.focus();
    const form = part("#row-filing");
    const { grade, fact, evidence, found_on: foundOn } = form.elements;
    const chosen = [...grade.options].find((each) => each.dataset.of === row.result);
    // What is sent tomorrow was still found today.
    const today = this.#queue.today(this.#zone);
    const said = { grade: chosen?.value ?? "", fact: "", evidence: row.note.value, found_on: today, ...before?.finding };
    for (const [name, value] of Object.entries(said)) form.elements[name].value = value;
    foundOn.max = today;
    // A form within the list: keys and changes in it are not the row's.
    for (const kind of ["keydown", "change", "input", "click"]) form.addEventListener(kind, (event) => event.stopPropagation());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const missing = this.#missing(grade, fact, evidence);
      if (missing) return this.#refuse(form, ...missing);
      const chosenFiles = [...form.elements.files.files];
      if (before) this.#queue.drop(before);
      this.#queue.addFinding(row.number, Object.fromEntries([grade, fact, evidence, foundOn].map((each) => [each.name, each.value])), chosenFiles.length ? chosenFiles : before?.files ?? []);
      this.#close(row, form);
    });
    form.querySelector("[data-leave]").addEventListener("click", () => this.#close(row, form));
    if (before?.files.length) form.querySelector("[data-files-kept]").textContent = before.files.map(({ name }) => name).join("、");
    row.item.append(form);
    (grade.value ? fact : grade).focus();
    form.scrollIntoView({ block: "nearest" });
  }

  #missing(grade, fact, evidence) {
    if (!grade.value) return [grade, words.gradeNeeded];
    if (!fact.value.trim()) return [fact, words.factNeeded];
    if ("proven" in grade.selectedOptions[0].dataset && !evidence.value.trim()) return [evidence, words.evidenceNeeded];
    return undefined;
  }

  #refuse(form, field, why) {
    form.querySelector("[data-why]").textContent = why;
    form.querySelector("[data-refused]").hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  #close(row, form) {
    form.remove();
    this.drawHeld(row);
    row.draw();
    row.open().item.querySelector(".row-file").focus();
  }

  /** The findings of a row that wait, each with its files. */
  drawHeld(row) {
    for (const each of row.item.querySelectorAll(".row-held")) each.remove();
    for (const change of this.#queue.of(row.number)) if (change.finding) row.item.append(this.#held(row, change));
  }

  #held(row, change) {
    const { grade, fact } = change.finding;
    const box = part("#row-held");
    const name = [...document.querySelector("#row-filing").content.querySelectorAll("option")].find((each) => each.value === grade);
    box.querySelector("[data-grade]").textContent = name?.textContent ?? "";
    box.querySelector("[data-fact]").textContent = fact;
    const state = change.refused ? words.notFiled : words.waiting;
    box.querySelector("[data-held-state]").textContent = state;
    box.querySelector(".thumbs").append(...change.files.map((each) => make("li", {}, make("a", { className: "waiting", textContent: `${each.name} ${state}` }))));
    if (change.refused) this.#offer(box, row, change);
    return box;
  }

  #offer(box, row, change) {
    box.querySelector("[data-refused]").hidden = false;
    box.querySelector("[data-why]").textContent = change.refused.trim() || words.tooLarge;
    box.querySelector("[data-again]").addEventListener("click", (event) => {
      event.stopPropagation();
      this.write(row, change);
    });
    box.querySelector("[data-discard]").addEventListener("click", (event) => {
      event.stopPropagation();
      if (!confirm(words.discard)) return;
      this.#queue.drop(change);
      this.drawHeld(row);
      row.draw();
      this.#queue.flush();
    });
  }
}
