// Runs in <head>, before anything is painted. It is a classic script, so that the page waits for it.
"use strict";

// 0. A sync link in the address is a secret: before anything else runs it is out of the address bar and the
// history, and held here until the app takes it, once. One that comes later is told of by the event
// `groundswell-link` on window. The app's router hears of neither address nor event.
{
  // `#join=`, and what mail programs and messengers make of it: `#` and `=` percent-encoded, once or more often. A
  // `%23` begins no fragment, so such a link is in the path or the query.
  const MARK = /(?:#|%(?:25)*23)join(?:=|%(?:25)*3d)/i;
  let link = null;
  const take = () => {
    const { origin, pathname, search, hash } = location;
    const visible = pathname + search;
    const mark = MARK.exec(visible + hash);
    if (!mark) return false;
    link = `#join=${(visible + hash).slice(mark.index + mark[0].length)}`;
    // For `startup.js`: such a page leads elsewhere than to the list.
    document.documentElement.dataset.openedBy = "link";
    // With the origin: a path that begins with two slashes would be another host's address.
    history.replaceState(history.state, "", origin + visible.slice(0, mark.index).replace(/[?&]$/, ""));
    return true;
  };
  const hear = (event) => {
    if (!take()) return;
    event.stopImmediatePropagation();
    dispatchEvent(new CustomEvent("groundswell-link"));
  };
  take();
  addEventListener("popstate", hear);
  addEventListener("hashchange", hear);
  Object.defineProperty(window, "groundswellLink", {
    value: () => {
      const taken = link;
      link = null;
      return taken;
    },
  });
}

// 1. The theme and the language a person chose, so that the first paint is already right.
{
  const root = document.documentElement;
  // Reading throws where the browser keeps nothing for this site.
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = kept("groundswell.theme");
  root.dataset.theme = theme === "light" || theme === "dark" ? theme : "system";

  const language = kept("groundswell.language");
  const spoken = (navigator.languages ?? []).map((tag) => tag.slice(0, 2).toLowerCase());
  root.lang =
    language === "en" || language === "es"
      ? language
      : (spoken.find((tag) => tag === "en" || tag === "es") ?? "en");

  // The bar around an installed app follows the chosen theme, not only the system's.
  const bars = [...document.querySelectorAll("meta[name=theme-color]")];
  const system = new Map(bars.map((bar) => [bar, bar.media]));
  const colourBar = () => {
    for (const bar of bars) {
      const chosen = root.dataset.theme;
      const all = bar.dataset.theme === chosen ? "all" : "not all";
      bar.media = chosen === "light" || chosen === "dark" ? all : system.get(bar);
    }
  };
  colourBar();
  new MutationObserver(colourBar).observe(root, { attributeFilter: ["data-theme"] });
}

// 2. Where the app's programs do not start, the page says so instead of staying as it is.
{
  const WORDS = {
    en: [
      "Groundswell could not start. What is saved on this device is still there. If it happens again, try another browser, or a newer version of this one.",
      "Try again",
    ],
    es: [
      "No se pudo iniciar Groundswell. Lo que está guardado en este dispositivo sigue ahí. Si vuelve a ocurrir, pruebe otro navegador o una versión más nueva de este.",
      "Intentar de nuevo",
    ],
  };
  // What else fails may be of no importance: then the app is drawn all the same.
  const PATIENCE = 3000;
  let notice = null;
  let drawn = false;
  const say = () => {
    if (drawn || notice) return;
    const [why, again] = WORDS[document.documentElement.lang];
    const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
    notice = make("div", { className: "banner", role: "alert" });
    notice.append(make("p", { textContent: why }), make("a", { className: "button", href: "", textContent: again }));
    document.body.prepend(notice);
  };
  const failed = () => setTimeout(say, PATIENCE);
  // "error" is also of a script that can not be had, and stays at its element then. The start script tells of the
  // program by "groundswell-failed": WebKit tells of no error in a module that waits.
  const FAILURES = ["error", "unhandledrejection", "groundswell-failed"];
  for (const failure of FAILURES) addEventListener(failure, failed, true);
  addEventListener("groundswell-drawn", () => {
    drawn = true;
    notice?.remove();
    for (const failure of FAILURES) removeEventListener(failure, failed, true);
  });
}

// 3. Trusted Types: the one policy through which a string becomes markup or a script's address.
// The app builds its pages from nodes. The exception is the view macro, which hands a run of
// elements without anything dynamic to a <template> as markup: tags, classes, labels, drawings.
// Whatever is more than that is refused, so text that slipped in as markup does nothing.
if (window.trustedTypes) {
  const TAGS = new Set(
    ("a abbr address article aside b blockquote br button caption cite code col colgroup dd details " +
      "dfn div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i " +
      "img input kbd label legend li main mark menu meter nav ol optgroup option output p pre " +
      "progress q s samp search section select small span strong sub summary sup table tbody td " +
      "tfoot th thead time tr u ul var wbr " +
      "svg g defs symbol use path circle ellipse line polyline polygon rect").split(" "),
  );
  const ATTRIBUTES = new Set(
    ("class id role title lang dir hidden tabindex translate inert for type name value placeholder " +
      "autocomplete autocapitalize enterkeyhint inputmode spellcheck maxlength minlength min max " +
      "step pattern required disabled readonly checked selected multiple size rows cols accept target download " +
      "method open scope colspan rowspan headers datetime start alt width height loading rel " +
      "xmlns viewbox preserveaspectratio focusable fill fill-rule fill-opacity stroke stroke-width " +
      "stroke-linecap stroke-linejoin stroke-dasharray stroke-opacity stroke-miterlimit opacity " +
      "transform vector-effect d x y x1 y1 x2 y2 cx cy r rx ry points pathlength").split(" "),
  );
  // An address within this site, or one that a person goes to; never javascript: or data:.
  const WITHIN = /^(?:#[\w-]*|\/(?![\/\\])[\w\-./?=&;%#+~]*)$/;
  // A letter's address carries one recipient and nothing else.
  const ELSEWHERE = /^(?:https:\/\/[^\s"]+|mailto:[^\s"?#&,;]+|tel:[+\d().-]+(?:;ext=\d+)?)$/;
  const PIECE = /[^<]+|<!>|<!--[\w ]*-->|<\/([a-z][a-z0-9]*)>|<([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*\/?>/giy;
  const ATTRIBUTE = /([\w:-]+)(?:="([^"<>]*)")?/g;

  const allowed = (tag, name, value) => {
    if (name === "src") return WITHIN.test(value);
    if (name === "href") return WITHIN.test(value) || (tag === "a" && ELSEWHERE.test(value));
    return ATTRIBUTES.has(name) || /^(?:aria|data)-[a-z-]+$/.test(name);
  };
  const inert = (markup) => {
    PIECE.lastIndex = 0;
    while (PIECE.lastIndex < markup.length) {
      const piece = PIECE.exec(markup);
      if (!piece) return false;
      const tag = (piece[2] ?? piece[1] ?? "").toLowerCase();
      if (tag && !TAGS.has(tag)) return false;
      for (const [, name, value] of (piece[3] ?? "").matchAll(ATTRIBUTE)) {
        if (!allowed(tag, name.toLowerCase(), value ?? "")) return false;
      }
    }
    return true;
  };

  // The only programs the page starts besides itself: the engine worker, the reader of workbooks, and the service
  // worker.
  const SCRIPTS = /^\/(?:sw\.js|(?:engine-worker|workbook)(?:-[0-9a-f]{16})?_loader\.js)$/;

  trustedTypes.createPolicy("default", {
    createHTML: (markup) => {
      if (inert(markup)) return markup;
      console.error("refused as markup:", markup);
      return null;
    },
    createScriptURL: (address) => {
      const url = new URL(address, document.baseURI);
      return url.origin === location.origin && !url.search && SCRIPTS.test(url.pathname) ? url.href : null;
    },
    createScript: () => null,
  });
}
