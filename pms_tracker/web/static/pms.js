// Comfort only: every page works without this file.

const visible = (element) => element.getClientRects().length > 0;
const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

// The error summary is read first.
document.querySelector("[data-take-focus]")?.focus();

// A link of the error summary puts the cursor into the field it names.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
});

// "/" goes to the jump box, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = [...document.querySelectorAll("[data-jump]")].find(visible);
  if (!box) return;
  event.preventDefault();
  box.focus();
});

// Menus close on Escape and when something else is touched.
const menus = [...document.querySelectorAll("details.menu-box")];
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

// Leaving with unsaved words asks first. A form shown again with errors holds unsaved words too.
const unsaved = new Set();
for (const form of document.querySelectorAll("form[data-guard]")) {
  if (form.querySelector(".error-summary")) unsaved.add(form);
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.delete(form));
  form.addEventListener("kept", () => unsaved.delete(form));
}
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size > 0) event.preventDefault();
});

// One touch sends once. The buttons rest after the form data are taken, so that a button's own value is sent.
const resting = new Set();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-sends-file")) return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type='button'])")) {
      button.disabled = true;
      resting.add(button);
    }
    form.setAttribute("aria-busy", "true");
  });
});
window.addEventListener("pageshow", () => {
  for (const button of resting) {
    button.disabled = false;
    button.form?.removeAttribute("aria-busy");
  }
  resting.clear();
});

// The box above a column of boxes chooses all of them.
for (const all of document.querySelectorAll("input[data-choose-all]")) {
  all.hidden = false;
  const boxes = () => [...all.closest("table").querySelectorAll("td.pick input[type='checkbox']")];
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
}

// What the audit day keeps in this browser is its owner's alone: it goes with their signing out, or
// with the next person who signs in. Other pages that wait to send something hear of the former.
const KEPT = "pms-audit-day";
function forget() {
  sessionStorage.removeItem(KEPT);
  globalThis.indexedDB?.deleteDatabase(KEPT);
}
const { me } = document.body.dataset;
if (me && sessionStorage.getItem(KEPT)?.includes(`"person":${me},`) === false) forget();
for (const form of document.querySelectorAll("form[action$='/sign-out']")) {
  form.addEventListener("submit", () => {
    new BroadcastChannel("pms").postMessage("signed out");
    forget();
  });
}
