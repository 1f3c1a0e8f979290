// The startup snapshot: the list of groups as it was last seen on this device, or where nothing is on it yet the start
// page, put up before the app's programs are here, which takes an old phone seconds.
//
// What a person does with it meanwhile is not lost: words typed, a choice, a press and the focus are handed on to the
// app's own page, which takes its place.
//
// From the page: the event `groundswell-drawn` on window, once, when the app has what its first page shows;
//   `groundswell-listing` with each change of what lists show. The detail of both, the directory's id and what names
//   its content, is of the list that may be kept for the next start, or null. Of other content none stays kept.
"use strict";
{
  // The key of earlier versions too: what they kept is replaced, not left behind.
  const KEY = "groundswell.glance";
  // More than the tallest phone shows.
  const ROWS = 16;
  // Milliseconds. Somebody who changes nothing for so long may be about to leave.
  const PAUSE = 500;
  // Milliseconds. A page that is covered paints no frames: it looks at a clock.
  const COVERED = 500;
  const LIST = ".pane-list";

  const root = document.documentElement;
  // It throws where the browser keeps nothing for this site.
  const storage = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null;
    }
  };
  // Of another version of the app, in another language or of another directory it would be a wrong one.
  const stamp = (listing) => {
    const { href } = document.querySelector("link[rel=stylesheet]");
    const { src } = document.querySelector("script[type=module]");
    return JSON.stringify([listing?.split(" ")[0], root.lang, href, src]);
  };
  const [of, keptListing, markup] = storage((it) => it.getItem(KEY))?.split("\n") ?? [];

  let snapshot = null;
  let pressed = null;

  const show = () => {
    const asked = location.search || root.dataset.openedBy || !/^\/(?:groups\/?)?$/.test(location.pathname);
    if (!markup || asked || of !== stamp(storage((it) => it.getItem("groundswell.current")))) return;
    const template = document.createElement("template");
    try {
      template.innerHTML = markup;
    } catch {
      // The page's policy would not have it as markup.
      return;
    }
    put(template.content.firstElementChild);
  };

  // Whoever comes for the first time: no program has to say that there is nothing on this device.
  const showStart = () => {
    const isStart = !location.search && !root.dataset.openedBy && /^\/(?:start\/?)?$/.test(location.pathname);
    if (!isStart || isThere || storage((it) => it.getItem("groundswell.directories"))) return;
    const start = document.getElementById("start").content.firstElementChild?.cloneNode(true);
    if (!start) return;
    for (const said of start.querySelectorAll("[data-in]")) {
      if (said.dataset.in === root.lang) said.replaceWith(...said.childNodes);
      else said.remove();
    }
    const language = start.querySelector(`#language-${root.lang}`);
    language.checked = true;
    start.querySelector("fieldset").addEventListener("change", ({ target }) => {
      root.lang = target.id.slice(-2);
      storage((it) => it.setItem("groundswell.language", root.lang));
      snapshot.remove();
      showStart();
      document.getElementById(target.id).focus();
    });
    put(start);
  };

  const put = (page) => {
    if (!page) return;
    snapshot = page;
    snapshot.addEventListener("click", (event) => {
      const part = event.target.closest("a, summary, button");
      if (!part || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      pressed?.removeAttribute("aria-busy");
      pressed = part;
      part.setAttribute("aria-busy", "true");
    });
    document.body.prepend(snapshot);
    requestAnimationFrame(() => setTimeout(() => performance.mark("groundswell:snapshot-painted")));
  };

  // What is there in the app's own page: fields have ids, links their addresses, buttons their words, and there is one
  // summary.
  const own = (part) => {
    if (!part) return null;
    if (part.id) return document.getElementById(part.id);
    if (part.localName === "button") {
      return [...document.querySelectorAll("button")].find((it) => it.textContent === part.textContent);
    }
    const href = part.getAttribute("href");
    return document.querySelector(part.localName + (href ? `[href="${CSS.escape(href)}"]` : ""));
  };

  // Removes the snapshot. What it returns does with the app's list what was done with it.
  const end = () => {
    const old = snapshot;
    snapshot = null;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const caret = focused?.selectionStart == null ? null : [focused.selectionStart, focused.selectionEnd];
    const scrolled = old.querySelector(LIST)?.scrollTop;
    old.remove();
    return () => {
      if (scrolled) document.querySelector(LIST)?.scrollTo(0, scrolled);
      for (const field of old.querySelectorAll("input, select")) {
        const other = own(field);
        if (!other || other.value === field.value) continue;
        other.value = field.value;
        for (const kind of ["input", "change"]) other.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      const to = own(focused);
      to?.focus({ preventScroll: true });
      if (caret) to?.setSelectionRange(...caret);
      // The app may have started in the language of before.
      const language = document.getElementById(`language-${root.lang}`);
      if (language && !language.checked) language.click();
      own(pressed)?.click();
    };
  };

  const isOfGroups = () => /^\/groups(?:\/|$)/.test(location.pathname);

  // The list that is in the page, as it is before anybody has searched or scrolled in it.
  const take = () => {
    const search = document.getElementById("search");
    if (!search || search.value || location.search || !isOfGroups()) return null;
    const list = document.querySelector(".app").cloneNode(true);
    list.dataset.snapshot = "";
    list.querySelector(".panes").dataset.show = "list";
    // What may be for members alone is not kept outside the directory.
    const gone = `.row-ways, .elsewhere, .letters, .banners, .toasts, .status-place > :not(:first-child), .pane-detail > *, .filters-body > *, .show-more, .rows > :nth-child(n+${ROWS + 1})`;
    for (const part of list.querySelectorAll(gone)) part.remove();
    list.querySelector("details[open]")?.removeAttribute("open");
    list.querySelector(".row[aria-current]")?.removeAttribute("aria-current");
    // A list without rows says why in a part of the app of its own.
    return list.querySelector(".rows > .row > *") && list;
  };

  let listing = null;
  let isThere = Boolean(of);
  let kept = of === stamp(keptListing) ? keptListing : null;
  let first = null;
  let firstListing = null;
  let soon = 0;
  const keep = () => {
    if (!listing || kept === listing || snapshot) return;
    const list = take() ?? (firstListing === listing ? first : null);
    if (!list) return;
    // As XML, so that no "<" of a name stands in the markup as it is: the page's policy would not have that.
    const written = new XMLSerializer().serializeToString(list).replaceAll("\n", " ").replace(/<!--.*?-->/g, "");
    kept = storage((it) => it.setItem(KEY, [stamp(listing), listing, written].join("\n")) ?? listing);
    isThere = kept !== null;
  };

  let isDrawn = false;
  addEventListener("groundswell-drawn", ({ detail }) => {
    isDrawn = true;
    const DRAWN = detail ? `${LIST} :is(.rows:not(.skeleton) > .row > *, .empty)` : ".main > *";
    let isOver = false;
    const look = () => {
      if (isOver) return;
      isOver = Boolean(document.querySelector(`.app:not([data-snapshot]) :is(${DRAWN})`));
      if (isOver) {
        const handOn = snapshot && end();
        // By the time at which it would be kept, somebody may have searched in it.
        if (detail && detail !== kept) [first, firstListing] = [take(), detail];
        handOn?.();
      }
      // On another page there is nothing to wait for.
      isOver ||= !snapshot && !isOfGroups();
      if (isOver) clearInterval(again);
    };
    const lookEachFrame = () => {
      look();
      if (!isOver) requestAnimationFrame(lookEachFrame);
    };
    // What it has is in the document some frames later.
    const again = setInterval(look, COVERED);
    requestAnimationFrame(lookEachFrame);
  });
  addEventListener("groundswell-listing", ({ detail }) => {
    listing = detail;
    clearTimeout(soon);
    if (listing && kept === listing) return;
    if (isThere) storage((it) => it.removeItem(KEY));
    isThere = false;
    kept = null;
    if (listing) soon = setTimeout(keep, PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
  addEventListener("pagehide", keep);

  show();
  // What the start page is drawn with comes after what the list is drawn with.
  const styled = ({ target }) => {
    if (!/\/pages[.-]/.test(target.href)) return;
    document.removeEventListener("load", styled, true);
    if (!isDrawn) showStart();
  };
  if (!snapshot) document.addEventListener("load", styled, true);
}
