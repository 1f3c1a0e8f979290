// The service worker, run outside a browser with stand-ins for its caches and its network.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../../public/sw.js", import.meta.url), "utf8");
const PLACE = 'const BUILD = { id: "", files: {}, extras: {} };';

/** A device: its caches outlive a worker, as they do in a browser. */
class Device {
  caches = new Map();
  files = {};
  downloads = [];
  /** All that the network saw: addresses as they were asked for. */
  asked = [];
  online = true;
  /** The ids of the open pages. */
  pages = [];
  registration = { installing: null, waiting: null };

  fetch = async (request) => {
    const path = new URL(request.url ?? request, "https://directory.example").pathname;
    if (!this.online) throw new TypeError("Failed to fetch");
    this.asked.push(request.url ?? request);
    this.downloads.push(path);
    const content = this.files[path];
    return content === undefined ? new Response("", { status: 404 }) : new Response(content);
  };

  storage = {
    open: async (name) => {
      if (!this.caches.has(name)) this.caches.set(name, new Map());
      const entries = this.caches.get(name);
      return {
        match: async (path) => entries.get(path)?.clone(),
        put: async (path, response) => void entries.set(path, response),
        keys: async () => [...entries.keys()].map((path) => ({ url: new URL(path, "https://directory.example").href })),
        delete: async (path) => entries.delete(path),
      };
    },
    match: async (path, { cacheName }) => this.caches.get(cacheName)?.get(path)?.clone(),
    keys: async () => [...this.caches.keys()],
    delete: async (name) => this.caches.delete(name),
  };

  /** A worker of a build of these files, as if the server had them. */
  worker(id, files, extras = {}) {
    this.files = { ...files, ...extras };
    const hashes = (files) =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(files).map(([path, content]) => [path, createHash("sha256").update(content).digest("base64")]),
        ),
      );
    assert.ok(SOURCE.includes(PLACE), "the build finds the place for its list");
    const listeners = {};
    const seen = { skipped: 0 };
    const build = `const BUILD = { id: "${id}", files: ${hashes(files)}, extras: ${hashes(extras)} };`;
    vm.runInNewContext(SOURCE.replace(PLACE, build), {
      addEventListener: (name, listener) => {
        listeners[name] = listener;
      },
      skipWaiting: async () => {
        seen.skipped += 1;
      },
      clients: {
        claim: async () => {},
        matchAll: async ({ includeUncontrolled, type }) => {
          assert.ok(includeUncontrolled && type === "window", "of pages that other workers serve too");
          return this.pages.map((id) => ({ id }));
        },
      },
      registration: this.registration,
      caches: this.storage,
      fetch: this.fetch,
      location: new URL("https://directory.example/sw.js"),
      crypto,
      btoa,
      Response,
      URL,
    });
    const raise = async (name, details = {}) => {
      const waits = [];
      let answer;
      listeners[name]({
        ...details,
        waitUntil: (promise) => waits.push(promise),
        respondWith: (promise) => {
          answer = promise;
        },
      });
      await Promise.all(waits);
      return answer;
    };
    return {
      install: (details) => raise("install", details),
      activate: () => raise("activate"),
      say: async (data) => {
        await raise("message", { data });
        return seen.skipped;
      },
      ask: async (path, mode = "no-cors", method = "GET") => {
        const url = new URL(path, "https://directory.example").href;
        const answer = await raise("fetch", { request: { url, mode, method } });
        return answer && (await answer).text();
      },
    };
  }
}

const HASH = "0123456789abcdef";
const FIRST = { "/index.html": "page 1", "/app-1.js": "app 1", "/icons.svg": "icons" };
const SECOND = { "/index.html": "page 2", "/app-2.js": "app 2", "/icons.svg": "icons" };

test("an installed build needs no network, at any of the app's addresses", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST);
  await worker.install();
  await worker.activate();
  device.online = false;
  for (const path of ["/", "/groups", "/groups/abc?edit=1"]) {
    assert.equal(await worker.ask(path, "navigate"), "page 1", path);
  }
  assert.equal(await worker.ask("/app-1.js"), "app 1");
});

test("what the browser may answer by itself is what the worker would answer", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST);
  let routes;
  await worker.install({ addRoutes: async (asked) => void (routes = asked) });
  const [starts, files] = routes;
  for (const { condition, source } of routes) {
    const cache = device.caches.get(source.cacheName);
    for (const { urlPattern, requestMode } of condition.or) {
      const kept = await cache.get(urlPattern.pathname).clone().text();
      assert.equal(kept, await worker.ask(urlPattern.pathname, requestMode), urlPattern.pathname);
    }
  }
  assert.ok(starts.condition.or.every(({ requestMode }) => requestMode === "navigate"));
  assert.deepEqual([...files.condition.or.map(({ urlPattern }) => urlPattern.pathname)], Object.keys(FIRST));
});

test("a browser that refuses the routes has the app all the same", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST);
  await worker.install({ addRoutes: () => Promise.reject(new TypeError("no such source")) });
  device.online = false;
  assert.equal(await worker.ask("/groups", "navigate"), "page 1");
});

test("what is not the app's is left to the network", async () => {
  const worker = new Device().worker("1", FIRST);
  await worker.install();
  assert.equal(await worker.ask("https://example.org/app-1.js"), undefined);
  assert.equal(await worker.ask("/app-1.js", "no-cors", "POST"), undefined);
  assert.equal(await worker.ask("/old.pdf", "navigate"), undefined);
});

const MARKS = ["%23join=", "%23join%3D", "%23JOIN%3d", "%2523join%253D"];
const ADDRESSES = MARKS.flatMap((mark) => ["/", "/groups", "/?x", "/a.b/", "/index.html?"].map((before) => `${before}${mark}secret.`));

test("a sync link in a path or a query is answered with the page, and nobody hears of it", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST);
  await worker.install();
  await worker.activate();
  device.asked = [];
  const kept = JSON.stringify([...device.caches.get("groundswell-1").keys()]);
  for (const address of ADDRESSES) {
    assert.equal(await worker.ask(address, "navigate"), "page 1", address);
  }
  assert.deepEqual(device.asked, []);
  // Where the browser threw the page away, it is asked for by its own name.
  device.caches.get("groundswell-1").delete("/index.html");
  for (const address of ADDRESSES) {
    assert.equal(await worker.ask(address, "navigate"), "page 1", address);
  }
  assert.deepEqual([...new Set(device.asked)], ["/index.html"]);
  const after = [...device.caches.values()].flatMap((entries) => [...entries.keys()]);
  assert.ok(after.every((address) => kept.includes(JSON.stringify(address))), String(after));
});

const BUNDLE = `/split-${HASH}_pages.wasm`;
const OLD = { ...FIRST, [BUNDLE]: "bundle 1" };

/** A device on which the second build has taken over from the first, of which these pages were open. */
async function updated(pages) {
  const device = new Device();
  const first = device.worker("1", OLD);
  await first.install();
  await first.activate();
  device.pages = pages;
  const second = device.worker("2", SECOND);
  await second.install();
  await second.activate();
  return { device, second };
}

test("an open page of the version before finds its bundles until it is closed", async () => {
  const { device, second } = await updated(["old", "other"]);
  device.online = false;
  assert.equal(await second.ask(BUNDLE), "bundle 1");
  assert.equal(await second.ask("/groups", "navigate"), "page 2");
  // One is loaded again, as another page.
  device.pages = ["other", "new"];
  await second.say({ type: "tidy" });
  assert.equal(await second.ask(BUNDLE), "bundle 1");
  device.pages = ["new"];
  await second.say({ type: "tidy" });
  assert.deepEqual([...device.caches.keys()], ["groundswell-2"]);
  await assert.rejects(second.ask(BUNDLE), /Failed to fetch/);
});

test("a page that is two versions behind finds its bundles too, and each version goes with its pages", async () => {
  const { device } = await updated(["oldest"]);
  device.pages = ["oldest", "older"];
  const third = device.worker("3", { "/index.html": "page 3", "/app-3.js": "app 3", "/icons.svg": "icons 3" });
  await third.install();
  await third.activate();
  device.online = false;
  assert.equal(await third.ask(BUNDLE), "bundle 1");
  device.pages = ["older"];
  await third.say({ type: "tidy" });
  assert.deepEqual([...device.caches.keys()], ["groundswell-2", "groundswell-3"]);
  device.pages = [];
  await third.say({ type: "tidy" });
  assert.deepEqual([...device.caches.keys()], ["groundswell-3"]);
});

test("nothing is tidied away while a version is being installed or waits", async () => {
  for (const state of ["installing", "waiting"]) {
    const { device, second } = await updated(["old"]);
    device.pages = [];
    device.registration[state] = {};
    await second.say({ type: "tidy" });
    assert.equal(device.caches.size, 2, state);
    device.registration[state] = null;
    await second.say({ type: "tidy" });
    assert.equal(device.caches.size, 1);
  }
});

test("a build whose installation broke off keeps what it has until the next attempt", async () => {
  const { device, second } = await updated([]);
  const third = device.worker("3", { "/index.html": "page 3", "/app-3.js": "app 3" });
  delete device.files["/app-3.js"];
  await assert.rejects(third.install());
  await second.say({ type: "tidy" });
  assert.deepEqual([...device.caches.keys()].sort(), ["groundswell-2", "groundswell-3"]);
});

test("a build that comes back is not taken for an earlier one", async () => {
  const { device } = await updated(["old"]);
  const again = device.worker("1", OLD);
  await again.install();
  await again.activate();
  device.pages = [];
  await again.say({ type: "tidy" });
  assert.deepEqual([...device.caches.keys()], ["groundswell-1"]);
  device.online = false;
  assert.equal(await again.ask("/", "navigate"), "page 1");
});

test("a file with a hash that nobody has is asked for as ever", async () => {
  const { device, second } = await updated([]);
  device.files[BUNDLE] = "from the server";
  assert.equal(await second.ask(BUNDLE), "from the server");
});

for (const [what, spoil] of [
  ["a missing file", (files) => delete files["/app-2.js"]],
  ["a file that is another", (files) => (files["/app-2.js"] = "app 3")],
  ["an error page in a file's place", (files) => (files["/icons.svg"] = "<!doctype html>")],
]) {
  test(`${what} fails the whole build, and the one before it goes on`, async () => {
    const device = new Device();
    const first = device.worker("1", { ...FIRST, "/icons.svg": "icons of old" });
    await first.install();
    await first.activate();
    const second = device.worker("2", SECOND);
    spoil(device.files);
    await assert.rejects(second.install(), /not the file of this build/);
    device.online = false;
    assert.equal(await first.ask("/", "navigate"), "page 1");
    assert.equal(await first.ask("/app-1.js"), "app 1");
  });
}

test("an update downloads only what changed, and the page for its headers", async () => {
  const device = new Device();
  const first = device.worker("1", FIRST);
  await first.install();
  await first.activate();
  device.downloads = [];
  const second = device.worker("2", SECOND);
  await second.install();
  assert.deepEqual(device.downloads.sort(), ["/app-2.js", "/index.html"]);
  device.online = false;
  await second.activate();
  assert.deepEqual([...device.caches.keys()], ["groundswell-2"]);
  assert.equal(await second.ask("/icons.svg"), "icons");
  assert.equal(await second.ask("/", "navigate"), "page 2");
});

test("after a broken-off download the next attempt goes on where it was", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST);
  delete device.files["/app-1.js"];
  await assert.rejects(worker.install());
  device.files = { ...FIRST };
  device.downloads = [];
  await worker.install();
  assert.deepEqual(device.downloads, ["/app-1.js"]);
});

test("a copy that went bad on the device is downloaded anew", async () => {
  const device = new Device();
  const first = device.worker("1", FIRST);
  await first.install();
  device.caches.get("groundswell-1").set("/icons.svg", new Response("spoiled"));
  const second = device.worker("2", SECOND);
  await second.install();
  assert.equal(await second.ask("/icons.svg"), "icons");
});

test("a file that the browser threw away is fetched", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST);
  await worker.install();
  device.caches.clear();
  assert.equal(await worker.ask("/app-1.js"), "app 1");
});

test("a new build waits until the page asks for it", async () => {
  const worker = new Device().worker("1", FIRST);
  await worker.install();
  assert.equal(await worker.say({ type: "something else" }), 0);
  assert.equal(await worker.say(null), 0);
  assert.equal(await worker.say({ type: "activate-update" }), 1);
});

const EXTRAS = { [`/workbook-${HASH}_bg.wasm`]: "reader 1", [`/workbook-${HASH}_loader.js`]: "loader" };
const NEXT = "fedcba9876543210";
const NEXT_EXTRAS = { [`/workbook-${NEXT}_bg.wasm`]: "reader 2", [`/workbook-${HASH}_loader.js`]: "loader" };

test("what comes when it is needed is kept from then on", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST, EXTRAS);
  await worker.install();
  await worker.activate();
  assert.ok(!device.downloads.some((path) => path.startsWith("/workbook")), "nobody needed it yet");
  for (const [path, content] of Object.entries(EXTRAS)) assert.equal(await worker.ask(path), content);
  device.online = false;
  for (const [path, content] of Object.entries(EXTRAS)) assert.equal(await worker.ask(path), content);
});

test("what is another than the build's is not taken for it", async () => {
  const device = new Device();
  const worker = device.worker("1", FIRST, EXTRAS);
  await worker.install();
  const [path] = Object.keys(EXTRAS);
  device.files[path] = "spoilt";
  await assert.rejects(worker.ask(path));
  device.files[path] = EXTRAS[path];
  assert.equal(await worker.ask(path), EXTRAS[path]);
});

test("an update brings what this device once needed, and nothing else of that sort", async () => {
  for (const needed of [true, false]) {
    const device = new Device();
    const first = device.worker("1", FIRST, EXTRAS);
    await first.install();
    if (needed) for (const path of Object.keys(EXTRAS)) await first.ask(path);
    const second = device.worker("2", SECOND, NEXT_EXTRAS);
    device.downloads = [];
    await second.install();
    await second.activate();
    const [program] = Object.keys(NEXT_EXTRAS);
    assert.deepEqual(device.downloads.filter((path) => path.startsWith("/workbook")), needed ? [program] : []);
    device.online = false;
    if (needed) for (const [path, content] of Object.entries(NEXT_EXTRAS)) assert.equal(await second.ask(path), content);
  }
});

test("an update goes on where what this device once needed can not be had", async () => {
  const device = new Device();
  const first = device.worker("1", FIRST, EXTRAS);
  await first.install();
  for (const path of Object.keys(EXTRAS)) await first.ask(path);
  const second = device.worker("2", SECOND, NEXT_EXTRAS);
  delete device.files[Object.keys(NEXT_EXTRAS)[0]];
  await second.install();
  assert.equal(await second.ask("/", "navigate"), "page 2");
});
