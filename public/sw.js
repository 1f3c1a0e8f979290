// Serves the app from this device. One build is one cache: it is filled completely and verified,
// or the build is not installed and the one before it stays.
"use strict";

// The build fills in its files, each with its SHA-256 (base64), and an id made of all of them.
const BUILD = { id: "", files: {} };

const PREFIX = "groundswell-";
const CACHE = PREFIX + BUILD.id;
const PAGE = "/index.html";
// Where people start: kept under these names too, so that a browser which takes routes answers
// without waiting for this worker to start.
const STARTS = ["/", "/groups", "/awgs", "/people", "/regions", "/settings"];

addEventListener("install", (event) => {
  event.waitUntil(install());
  // Where the browser knows no routes, or not these, the fetch events below do the same.
  event.waitUntil(Promise.resolve(event.addRoutes?.(routes())).catch(() => {}));
});
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (Object.hasOwn(BUILD.files, pathname)) event.respondWith(serve(pathname, request));
  // The app's own addresses hold no dot; they all start from the one page.
  else if (request.mode === "navigate" && !pathname.split("/").pop().includes(".")) {
    event.respondWith(serve(PAGE, request));
  }
});
// A new version waits until the page says that the person wants it: it is never swapped in
// under an open form.
addEventListener("message", (event) => {
  if (event.data?.type === "activate-update") event.waitUntil(skipWaiting());
});

async function install() {
  const cache = await caches.open(CACHE);
  // After a failure the others are still finished and stay: on a poor connection the next attempt
  // goes on from them. Nothing is served from this cache before it is complete.
  const results = await Promise.allSettled(
    Object.entries(BUILD.files).map(async ([path, hash]) => {
      if (await verified(await cache.match(path), hash)) return;
      await cache.put(path, (await fromEarlierBuild(path, hash)) ?? (await fromNetwork(path, hash)));
    }),
  );
  const failure = results.find(({ status }) => status === "rejected");
  if (failure) throw failure.reason;
  for (const start of STARTS) await cache.put(start, await cache.match(PAGE));
}

/** What the browser may answer from this build's cache by itself: exactly these addresses, nothing asked of them. */
function routes() {
  const page = { or: STARTS.map((pathname) => ({ requestMode: "navigate", urlPattern: { pathname, search: "" } })) };
  const files = { or: Object.keys(BUILD.files).map((pathname) => ({ urlPattern: { pathname, search: "" } })) };
  return [page, files].map((condition) => ({ condition, source: { cacheName: CACHE } }));
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  // So that the very first visit can already go on without a network.
  await clients.claim();
}

async function serve(path, request) {
  const kept = await (await caches.open(CACHE)).match(path);
  // The browser may have thrown files away when it ran out of room.
  return kept ?? fetch(request);
}

/** An unchanged file of the installed version, which then need not be downloaded again. */
async function fromEarlierBuild(path, hash) {
  // The page is always fetched: its headers carry the security policy, which may have changed
  // where the page did not.
  if (path === PAGE) return undefined;
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const kept = await verified(await (await caches.open(name)).match(path), hash);
    if (kept) return kept;
  }
  return undefined;
}

/** A file as this build knows it; fails where the server has another, or none. */
async function fromNetwork(path, hash) {
  // First whatever the browser has just fetched for the page, then past every cache on the way.
  for (const cache of ["default", "reload"]) {
    const fetched = await fetch(path, { cache, redirect: "error" });
    const good = fetched.ok && (await verified(fetched, hash));
    if (good) return good;
  }
  throw new Error(`${path} is not the file of this build`);
}

/** The response, if there is one and its content has that hash. */
async function verified(response, hash) {
  if (!response) return undefined;
  const copy = response.clone();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await copy.arrayBuffer()));
  return btoa(String.fromCharCode(...digest)) === hash ? response : undefined;
}
