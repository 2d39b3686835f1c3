// Puts on the shelf what the audit day's page needs to be read in again without a line: files of the
// app and one page of words, never a record. The worker beneath the checklist's address serves them.

export async function put(place, files) {
  if (!globalThis.caches || !navigator.serviceWorker) return;
  try {
    const name = `pms-audit-day ${place}`;
    const shelf = await caches.open(name);
    const wanted = new Set(files.map((each) => new URL(each, location).href));
    for (const each of await shelf.keys()) if (!wanted.has(each.url)) await shelf.delete(each);
    const there = new Set((await shelf.keys()).map((each) => each.url));
    await shelf.addAll([...wanted].filter((each) => !there.has(each)));
    await shelf.add(new Request(`${place}without-a-line`, { redirect: "error" }));
    await navigator.serviceWorker.register(`${place}worker.js`);
  } catch { /* without it the page needs its line, as all others do */ }
}
