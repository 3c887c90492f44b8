// KEPT, written above this line by the server: the version, the page's address, and every address to keep.

const CACHE = `imena-field-${KEPT.version}`;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "replace") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (!KEPT.addresses.includes(address.pathname)) return;
  event.respondWith(kept(event.request, address.pathname));
});

/** All or nothing: one file that does not come, or a page to sign in instead, leaves the old version in place. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    KEPT.addresses.map(async (address) => {
      const response = await fetch(address, { cache: "reload", credentials: "same-origin" });
      if (!response.ok || response.redirected) throw new Error(`${address} did not come`);
      await cache.put(address, response);
    }),
  );
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("imena-field-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(request, path) {
  const found = await (await caches.open(CACHE)).match(path);
  return found ?? fetch(request);
}
