// Keeps the wall's last picture: the network first, what it last gave when it gives nothing.
const KEPT = "wall-1";
const PAGE = location.pathname.replace(/worker\.js$/, "");
const PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const fresh = await fetch(request, { signal });
    if (fresh.status >= 500) throw new Error(`${fresh.status}`);
    if (fresh.ok) await (await caches.open(KEPT)).put(request.url, fresh.clone());
    return fresh;
  } catch (error) {
    // The page's own look at the server must learn that it is away; only a reload gets the kept picture.
    if (new URL(request.url).pathname === PAGE && request.mode !== "navigate") throw error;
    const kept = await (await caches.open(KEPT)).match(request.url);
    if (kept) return kept;
    throw error;
  }
}
