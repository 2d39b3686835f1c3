// The audit day without a line. A page that cannot be fetched is answered with one of words alone,
// whose script opens what its own tab has kept; only that page and files of the app lie on the shelf.

const place = new URL(self.registration.scope).pathname;
const shelf = { cacheName: `pms-audit-day ${place}` };
const PATIENCE = 12_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const tooLong = () => new Promise((_, reject) => { setTimeout(() => reject(new Error("no answer")), PATIENCE); });
const away = () => caches.match(`${place}without-a-line`, shelf).then((found) => found ?? Response.error());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(Promise.race([fetch(request), tooLong()]).catch(away));
  } else if (["style", "script"].includes(request.destination)) {
    event.respondWith(caches.match(request, shelf).then((found) => found ?? fetch(request)));
  }
});
