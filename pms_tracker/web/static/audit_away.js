// Opens the checklist that this tab has kept, where there is no line: as it was served, with its own
// scripts, which then take up what its rows became and what waits.

const here = document.querySelector("[data-place]");
const { Vault, held } = await import(here.dataset.queue);

async function kept() {
  const before = held();
  if (!before || before.until < Date.now() || location.pathname !== here.dataset.place) return undefined;
  const vault = new Vault(here.dataset.place, before.person);
  await vault.use(before.key);
  return (await vault.readPage()).page;
}

async function open(html) {
  const page = new DOMParser().parseFromString(html, "text/html").documentElement;
  page.dataset.kept = "";
  document.documentElement.replaceWith(document.adoptNode(page));
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  // Scripts of a page that was parsed like this do not run by themselves.
  for (const each of [...document.querySelectorAll("script[src]")]) await import(each.src);
}

const html = await kept().catch(() => undefined);
if (html) {
  await open(html);
} else {
  document.querySelector("[data-opening]").hidden = true;
  document.querySelector("[data-nothing]").hidden = false;
}
