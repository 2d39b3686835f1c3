// People and clauses are found by typing. Without this file there is a plain list to choose from.

let number = 0;
// As kernel/search_text.py folds: width, case, kana, variants of one kanji.
function folder(variants) {
  const signs = [...(variants ?? "")];
  const usual = new Map(signs.flatMap((sign, at) => (at % 2 ? [] : [[sign, signs[at + 1]]])));
  const kana = (sign) => (sign >= "ぁ" && sign <= "ゖ" ? String.fromCharCode(sign.charCodeAt(0) + 0x60) : sign);
  return (text) => [...text.normalize("NFKC").toLowerCase()].map((sign) => usual.get(sign) ?? kana(sign)).join("");
}

const split = (text) => text.split(/\s+/).filter(Boolean);
const holds = (all, words) => words.every((word) => all.includes(word));

function make(tag, properties, attributes = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) if (value != null) made.setAttribute(name, value);
  return made;
}

class Finder {
  constructor(select) {
    this.select = select;
    this.fold = folder(select.dataset.variants);
    const named = select.labels[0]?.querySelector(".label-text")?.textContent;
    this.list = make("ul", { id: `${select.id}-list`, className: "found-list", hidden: true }, { role: "listbox", "aria-label": named });
    this.input = make("input", { id: select.id, type: "text", className: "form-select", autocomplete: "off" }, {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      "aria-describedby": select.getAttribute("aria-describedby"), "aria-invalid": select.getAttribute("aria-invalid"),
    });
    const box = make("span", { className: "found-box" });
    select.id = `${select.id}-chosen`;
    select.hidden = true;
    select.before(box);
    box.append(this.input, this.list, select);
    this.show();
    const on = (element, kinds) => { for (const kind in kinds) element.addEventListener(kind, kinds[kind]); };
    on(this.input, {
      // What is being looked for is not yet typed into the form.
      input: (event) => { event.stopPropagation(); this.open(this.input.value); },
      click: () => this.open(""), focus: () => this.input.select(), blur: () => this.leave(),
      keydown: (event) => this.key(event),
    });
    on(this.list, { mousedown: (event) => event.preventDefault(), click: (event) => this.choose(event.target.closest("[role='option']")) });
  }

  show() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.text : "";
    this.input.placeholder = this.select.options[0].value ? "" : this.select.options[0].text;
  }

  open(typed) {
    const words = split(this.fold(typed));
    const found = [...this.select.options].filter((each) =>
      each.value && holds(this.fold(`${each.text} ${each.dataset.reading ?? ""}`), words));
    const lines = found.map((each) => make("li", { id: `found-${number++}`, textContent: each.text }, { role: "option", "aria-selected": "false", "data-value": each.value }));
    const none = make("li", { className: "found-none", textContent: this.select.dataset.find }, { role: "option", "aria-disabled": "true" });
    this.list.replaceChildren(...(found.length ? lines : [none]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(words.length ? this.lines[0] : this.lines.find((each) => each.dataset.value === this.select.value));
  }

  get lines() { return [...this.list.querySelectorAll("[data-value]")]; }
  mark(line) {
    for (const each of this.lines) each.setAttribute("aria-selected", String(each === line));
    this.marked = line;
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  choose(line) { if (line?.dataset.value) this.end(line.dataset.value); }
  // An emptied box chooses nobody; half a name chooses nobody new.
  leave() { this.end(!this.input.value.trim() && !this.select.options[0].value ? "" : this.select.value); }

  end(value) {
    const changed = this.select.value !== value;
    this.select.value = value;
    this.show();
    this.list.hidden = true;
    this.mark();
    this.input.setAttribute("aria-expanded", "false");
    if (changed) this.select.dispatchEvent(new Event("input", { bubbles: true }));
  }

  key(event) {
    const lines = this.lines, at = lines.indexOf(this.marked), closed = this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (closed) this.open("");
      else if (event.key === "ArrowDown") this.mark(lines[(at + 1) % lines.length]);
      else this.mark(lines.at(at < 0 ? -1 : at - 1));
    } else if (event.key === "Enter" && !closed && !event.isComposing) {
      event.preventDefault();
      this.choose(this.marked);
    } else if (event.key === "Escape" && !closed) {
      event.stopPropagation();
      this.end(this.select.value);
    }
  }
}

for (const select of document.querySelectorAll("select[data-find]")) new Finder(select);

// A box above a long list of ticks hides those that do not match; what is ticked stays ticked.
for (const box of document.querySelectorAll("[data-filters-ticks]")) {
  const fold = folder(box.dataset.variants);
  box.parentElement.hidden = false;
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    for (const line of box.closest("fieldset").querySelectorAll(".ticks > li")) {
      line.hidden = !holds(fold(line.textContent), split(fold(box.value)));
    }
  });
}
