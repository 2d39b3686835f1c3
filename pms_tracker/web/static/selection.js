// The bar above a list says how many rows are chosen; without this file it only names what to do.

for (const bar of document.querySelectorAll("form.selection")) {
  const boxes = [...document.querySelectorAll(`td.pick input[form="${bar.id}"]`)];
  const all = document.querySelector("input[data-choose-all]");
  const told = bar.querySelector("[data-chosen]");
  const atRest = told.textContent;
  const reset = bar.querySelector("button[type='reset']");

  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("selected", box.checked);
    told.textContent = chosen ? told.dataset.chosen.replace("{n}", chosen) : atRest;
    reset.hidden = !chosen;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };

  bar.closest("main").addEventListener("change", show);
  bar.addEventListener("reset", () => setTimeout(show));
  // Going back brings the choice back.
  window.addEventListener("pageshow", show);
  show();
}
