// Shows what is typed into a password field, for whoever asks; without this file the field just hides it.

for (const button of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    show(field.type === "password");
    field.focus();
  });
  // What is sent, and what a browser offers to keep, is a password again.
  field.form.addEventListener("submit", () => show(false));
  window.addEventListener("pagehide", () => show(false));
  button.hidden = false;
}
