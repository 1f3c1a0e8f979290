// Serves the app from this device. One build is one cache: it is filled completely and verified,
// or the build is not installed and the one before it stays. The cache of an earlier build stays until the last
// page is closed that was open when the next one took over: such a page may still fetch bundles of its own build.
//
// From the page: `activate-update`, when the person wants the new version; `tidy`, when it sees more than one cache.
"use strict";

// The build fills in its files, each with its SHA-256 (base64), those that are kept from when they are first needed,
// and an id made of all of them.
const BUILD = { id: "", files: {}, extras: {} };

const PREFIX = "groundswell-";
const CACHE = PREFIX + BUILD.id;
const PAGE = "/index.html";
// Where people start: kept under these names too, so that a browser which takes routes answers
// without waiting for this worker to start.
const STARTS = ["/", "/groups", "/awgs", "/people", "/regions", "/settings"];
// In the cache of an earlier build: the ids of the pages that were open when the next one took over.
const NOTE = "/sw.js?pages";
// What the build puts into the name of a file that is of one build only.
const HASHED = /-[0-9a-f]{16}[._]/;
// A sync link that a mail program made part of the path or the query. It is a secret: see `boot.js`.
const LINK = /%(?:25)*23join(?:=|%(?:25)*3d)/i;

addEventListener("install", (event) => {
  event.waitUntil(install());
  // Where the browser knows no routes, or not these, the fetch events below do the same.
  event.waitUntil(Promise.resolve(event.addRoutes?.(routes())).catch(() => {}));
});
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const isPage = request.mode === "navigate";
  const isLink = isPage && LINK.test(pathname + search);
  if (Object.hasOwn(BUILD.files, pathname) && !isLink) event.respondWith(serve(pathname, request));
  // The app's own addresses hold no dot; they all start from the one page. Where that is not here it is fetched by
  // its own name: what is in the address is nobody else's business.
  else if (isLink || (isPage && isAppAddress(pathname))) event.respondWith(serve(PAGE, PAGE));
  else if (Object.hasOwn(BUILD.extras, pathname)) event.respondWith(serveExtra(pathname));
  else if (HASHED.test(pathname)) event.respondWith(serveEarlier(pathname, request));
});
// A new version waits until the page says that the person wants it: it is never swapped in
// under an open form.
addEventListener("message", (event) => {
  if (event.data?.type === "activate-update") event.waitUntil(skipWaiting());
  if (event.data?.type === "tidy") event.waitUntil(tidy());
});

const isAppAddress = (pathname) => !pathname.split("/").pop().includes(".");

async function install() {
  const cache = await caches.open(CACHE);
  // This build may have been here before, as an earlier one.
  await cache.delete(NOTE);
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
  await renewExtras(cache);
  for (const start of STARTS) await cache.put(start, await cache.match(PAGE));
  // Or another one took over meanwhile.
  await cache.delete(NOTE);
}

/** Fetches the extras that this device has of an earlier build: what worked without a network goes on doing so. */
async function renewExtras(cache) {
  const unhashed = (path) => path.replace(HASHED, (ending) => ending.at(-1));
  const earlier = new Set();
  for (const name of await otherBuilds()) {
    const requests = await (await caches.open(name)).keys();
    for (const { url } of requests) earlier.add(unhashed(new URL(url).pathname));
  }
  const wanted = Object.entries(BUILD.extras).filter(([path]) => earlier.has(unhashed(path)));
  // One that can not be had now is fetched when it is needed again.
  await Promise.allSettled(
    wanted.map(async ([path, hash]) => {
      if (await verified(await cache.match(path), hash)) return;
      await cache.put(path, (await fromEarlierBuild(path, hash)) ?? (await fromNetwork(path, hash)));
    }),
  );
}

/** What the browser may answer from this build's cache by itself: exactly these addresses, nothing asked of them. */
function routes() {
  const page = { or: STARTS.map((pathname) => ({ requestMode: "navigate", urlPattern: { pathname, search: "" } })) };
  const files = { or: Object.keys(BUILD.files).map((pathname) => ({ urlPattern: { pathname, search: "" } })) };
  return [page, files].map((condition) => ({ condition, source: { cacheName: CACHE } }));
}

async function activate() {
  const open = await pages();
  for (const name of await otherBuilds()) {
    if (await caches.match(NOTE, { cacheName: name })) continue;
    const cache = await caches.open(name);
    await cache.put(NOTE, new Response(JSON.stringify(open)));
  }
  await tidy();
  // So that the very first visit can already go on without a network.
  await clients.claim();
}

/** Deletes the caches of earlier builds of which no page is open any more. */
async function tidy() {
  // One that is being installed fills its cache, from those of earlier ones where it can.
  if (registration.installing || registration.waiting) return;
  const open = await pages();
  for (const name of await otherBuilds()) {
    // Without a note it is that of a build whose installation goes on another time.
    const note = await caches.match(NOTE, { cacheName: name });
    if (!note) continue;
    const noted = await note.json();
    if (!noted.some((id) => open.includes(id))) await caches.delete(name);
  }
}

/** The ids of the pages that are open, whichever worker serves them. A page that is loaded again has another. */
async function pages() {
  const open = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  return open.map(({ id }) => id);
}

async function otherBuilds() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
}

async function serve(path, request) {
  const kept = await (await caches.open(CACHE)).match(path);
  // The browser may have thrown files away when it ran out of room.
  return kept ?? fetch(request);
}

/** A file that comes when it is needed: from then on it is kept. */
async function serveExtra(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept) return kept;
  const fetched = await fromNetwork(path, BUILD.extras[path]);
  // A full storage keeps nothing, and what was fetched is of use all the same.
  await cache.put(path, fetched.clone()).catch(() => {});
  return fetched;
}

/** A file that this build does not have: of an earlier one, for a page that is still open, or nobody's. */
async function serveEarlier(path, request) {
  for (const name of await otherBuilds()) {
    const kept = await caches.match(path, { cacheName: name });
    if (kept) return kept;
  }
  return fetch(request);
}

/** An unchanged file of the installed version, which then need not be downloaded again. */
async function fromEarlierBuild(path, hash) {
  // The page is always fetched: its headers carry the security policy, which may have changed
  // where the page did not.
  if (path === PAGE) return undefined;
  for (const name of await otherBuilds()) {
    const kept = await verified(await caches.match(path, { cacheName: name }), hash);
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
