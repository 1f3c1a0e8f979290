// The boot script, run outside a browser with stand-ins for what it touches.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const ORIGIN = "https://directory.example";
const SOURCE = readFileSync(new URL("../../../public/boot.js", import.meta.url), "utf8");

/** Runs the script as a device with these settings would; `kept` null is one that keeps nothing. */
function boot({ kept = {}, languages = ["en-US"], address = "/groups?q=1" } = {}) {
  const root = { dataset: {}, lang: "" };
  const bars = ["light", "dark"].map((theme) => ({ dataset: { theme }, media: `(prefers-color-scheme: ${theme})` }));
  const seen = { policies: {}, observer: undefined, told: [], listeners: {}, replaced: [] };
  // As a browser's: one address, its parts, and no other host in its place.
  const location = new URL(ORIGIN + address);
  const window = {
    trustedTypes: {
      createPolicy: (name, rules) => {
        seen.policies[name] = rules;
      },
    },
  };
  const context = {
    window,
    trustedTypes: window.trustedTypes,
    document: { documentElement: root, baseURI: "https://directory.example/groups/1", querySelectorAll: () => bars },
    location,
    history: {
      state: null,
      replaceState: (_state, _title, address) => {
        const { origin, href } = new URL(address, location);
        if (origin !== ORIGIN) throw new Error("SecurityError");
        seen.replaced.push(href.slice(ORIGIN.length));
        location.href = href;
      },
    },
    addEventListener: (name, hear) => {
      seen.listeners[name] = hear;
    },
    dispatchEvent: (event) => seen.told.push(event.type),
    CustomEvent: class {
      constructor(type) {
        this.type = type;
      }
    },
    navigator: { languages },
    localStorage: {
      getItem: (key) => {
        if (kept === null) throw new Error("SecurityError");
        return kept[key] ?? null;
      },
    },
    MutationObserver: class {
      constructor(heard) {
        seen.observer = heard;
      }
      observe() {}
    },
    console: { error: () => {} },
    URL,
  };
  vm.runInNewContext(SOURCE, context);
  return { root, bars, window, location, seen, policy: seen.policies.default, changed: () => seen.observer() };
}

// In the fragment, in the path (for `%23` begins no fragment), in the query, and after another address.
const MARKS = ["#join=", "#join%3D", "#join%3d", "%23join=", "%23JOIN=", "%23join%3D", "%23Join%3d", "%2523join%253D"];
const PLACES = [["/", "/"], ["/groups?q=1", "/groups?q=1"], ["/?", "/"], ["/?q=1&", "/?q=1"], ["/a/", "/a/"], ["//example.org/", "//example.org/"]];

for (const mark of MARKS) {
  test(`a sync link marked ${mark} is out of the address at once, wherever it stands, and handed over once`, () => {
    for (const [before, left] of PLACES) {
      const page = boot({ address: `${before}${mark}secret-_9` });
      const { href } = page.location;
      assert.deepEqual(page.seen.replaced, [left], before);
      assert.ok(!/secret|join/i.test(href), href);
      assert.deepEqual([page.window.groundswellLink(), page.window.groundswellLink()], ["#join=secret-_9", null]);
      assert.deepEqual(page.seen.told, []);
      assert.equal(page.root.dataset.openedBy, "link");
    }
  });

  test(`a sync link marked ${mark} that comes later is told of, and the router does not hear of it`, () => {
    for (const name of ["hashchange", "popstate"]) {
      const page = boot();
      let stopped = 0;
      const event = { stopImmediatePropagation: () => (stopped += 1) };
      page.location.hash = "#backup";
      page.seen.listeners[name](event);
      assert.deepEqual([stopped, page.seen.told], [0, []]);
      // The fragment of an address that is typed begins with a `#`, whatever follows.
      page.location.hash = mark.startsWith("#") ? mark + "later" : `#${mark}later`;
      page.seen.listeners[name](event);
      assert.deepEqual([stopped, page.seen.told, page.seen.replaced], [1, ["groundswell-link"], ["/groups?q=1"]]);
      assert.equal(page.window.groundswellLink(), "#join=later");
    }
  });
}

test("what a mail program puts behind a sync link goes out of the address with it", () => {
  const page = boot({ address: "/%23join=secret.?utm_source=mail#:~:text=join" });
  assert.deepEqual(page.seen.replaced, ["/"]);
  assert.match(page.window.groundswellLink(), /^#join=secret\./);
});

test("an address without a sync link stays", () => {
  for (const address of ["/join", "/groups?q=join%3D", "/?join=1", "/groups#join", "/%23", "/x%23joined=1"]) {
    const page = boot({ address });
    assert.deepEqual([page.seen.replaced, page.window.groundswellLink()], [[], null], address);
    assert.equal(page.root.dataset.openedBy, undefined);
  }
});

test("theme and language are the chosen ones, or the device's", () => {
  const chosen = boot({ kept: { "groundswell.theme": "dark", "groundswell.language": "es" } }).root;
  assert.deepEqual([chosen.dataset.theme, chosen.lang], ["dark", "es"]);
  for (const [languages, lang] of [[["es-MX", "en"], "es"], [["de", "es"], "es"], [["de"], "en"], [undefined, "en"]]) {
    const { root } = boot({ languages });
    assert.deepEqual([root.dataset.theme, root.lang], ["system", lang], String(languages));
  }
});

test("what is kept is not believed", () => {
  const { root } = boot({ kept: { "groundswell.theme": "\" onload=", "groundswell.language": "xx" } });
  assert.deepEqual([root.dataset.theme, root.lang], ["system", "en"]);
});

test("a browser that keeps nothing still starts", () => {
  assert.equal(boot({ kept: null }).root.dataset.theme, "system");
});

test("the bar's colour follows the theme, also when it changes", () => {
  const page = boot({ kept: { "groundswell.theme": "dark" } });
  assert.deepEqual(page.bars.map((bar) => bar.media), ["not all", "all"]);
  page.root.dataset.theme = "system";
  page.changed();
  assert.deepEqual(page.bars.map((bar) => bar.media), ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]);
});

test("markup that does nothing passes as it is", () => {
  const { createHTML } = boot().policy;
  for (const markup of [
    "",
    "only text & an entity &lt;b&gt;",
    '<div class="a b"><p>static</p><!></div>',
    '<a href="/groups?region=dane&amp;sort=name#list" aria-label="All &quot;groups&quot;">groups</a>',
    '<a href="https://example.org/a" rel="noopener" target="_blank">elsewhere</a><a href="mailto:a@example.org">write</a>',
    '<a href="#main">skip</a><a href="tel:+1-608-555-0100">call</a><a href="tel:+16085550100;ext=12">call</a>',
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M1 1h2.5-3"/><use href="/icons.svg#search"></use></svg>',
    '<label for="q">Find</label><input id="q" type="search" required><br/>',
    '<img src="/art/field.svg" alt="" width="10">',
  ]) {
    assert.equal(createHTML(markup), markup);
  }
});

test("markup that could run something, load something or break out is refused", () => {
  const { createHTML } = boot().policy;
  for (const markup of [
    "<script>x()</script>",
    "<SCRIPT src=/boot.js></SCRIPT>",
    '<svg><script href="/boot.js"/></svg>',
    "<img src=x onerror=x()>",
    '<img src="/a.png" onerror="x()">',
    '<p onclick="x()">',
    '<p ONCLICK="x()">',
    '<p\nonclick="x()">',
    '<p/onclick="x()">',
    '<p class="a"onclick="x()">',
    "<p class='a' onclick='x()'>",
    "<p class=a>",
    '<p style="color:red">',
    '<a href="javascript:x()">',
    '<a href="  javascript:x()">',
    '<a href="java&#115;cript:x()">',
    '<a href="data:text/html,x">',
    '<a href="//example.org">',
    '<a href="/\\example.org">',
    '<a href="http://example.org">',
    '<a href="mailto:a@example.org?bcc=b@example.com">',
    '<a href="mailto:a@example.org,b@example.com">',
    '<a href="tel:*21*6085550100#">',
    '<a href="tel:+16085550100;phone-context=x">',
    '<a xlink:href="javascript:x()">',
    '<img src="https://example.org/x.png">',
    '<use href="https://example.org/x.svg#a"/>',
    '<use href="data:image/svg+xml,x"/>',
    '<svg><animate attributeName="href" values="javascript:x()"/></svg>',
    '<svg><set attributeName="onload" to="x()"/></svg>',
    '<form action="https://example.org">',
    '<button formaction="javascript:x()">',
    '<iframe src="/"></iframe>',
    '<iframe srcdoc="&lt;script&gt;">',
    "<object></object>",
    "<embed>",
    '<base href="/">',
    '<link rel="stylesheet" href="/a.css">',
    '<meta http-equiv="refresh" content="0">',
    "<style>p{}</style>",
    "<template><p></p></template>",
    "<title><p></p></title>",
    "<textarea></textarea>",
    "<noscript><p></noscript>",
    "<math><mtext></math>",
    '<p title="</p><img src=x onerror=x()>">',
    "<!-- --><img src=x onerror=x()> -->",
    "<!--><img src=x onerror=x()>-->",
    "<![CDATA[ x ]]>",
    "<?xml x?>",
    "<p",
    "<",
    "a < b",
  ]) {
    assert.equal(createHTML(markup), null, markup);
  }
});

test("a long string is judged in no time worth mentioning", () => {
  const { createHTML } = boot().policy;
  const start = process.cpuUsage().user;
  createHTML(`<p ${'class="a" '.repeat(20_000)}<`);
  createHTML(`<p${" ".repeat(50_000)}<`);
  createHTML("<!--".repeat(50_000));
  assert.ok(process.cpuUsage().user - start < 5_000_000, "it does not backtrack without end");
});

test("only the workers' addresses are a script's", () => {
  const { createScriptURL, createScript } = boot().policy;
  for (const [address, path] of [
    ["/sw.js", "/sw.js"],
    ["/engine-worker_loader.js", "/engine-worker_loader.js"],
    ["/workbook-0123456789abcdef_loader.js", "/workbook-0123456789abcdef_loader.js"],
    ["https://directory.example/engine-worker-0123456789abcdef_loader.js", "/engine-worker-0123456789abcdef_loader.js"],
  ]) {
    assert.equal(createScriptURL(address), `https://directory.example${path}`);
  }
  for (const address of [
    "https://example.org/sw.js",
    "//example.org/sw.js",
    "/boot.js",
    "/sw.js?x",
    "sw.js",
    "/engine-worker-0123456789abcdef_loader.js/../../x.js",
    "data:text/javascript,x()",
    "blob:https://directory.example/1",
    "javascript:x()",
  ]) {
    assert.equal(createScriptURL(address), null, address);
  }
  assert.equal(createScript("x()"), null);
});
