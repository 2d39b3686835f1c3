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
