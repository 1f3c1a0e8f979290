// Keeps the app on this device, and tells the page when a newer one is ready.
//
// To the page: the event `groundswell-update` on window, with <html data-update="ready"> for
//   whoever asks later; <html data-offline="ready"> once the app opens without a network, or
//   "failed" where this browser would not have it.
// From the page: the event `groundswell-apply-update` on window, to be sent only when the person
//   says so and no form is open. It reloads the page, once, into the new version.
"use strict";

// What every page but the first list is drawn with must not keep that one waiting.
document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/pages.css" }));

addEventListener("load", async () => {
  const root = document.documentElement;
  const workers = navigator.serviceWorker;
  if (!workers) {
    root.dataset.offline = "failed";
    return;
  }

  let applying = false;
  let controlled = Boolean(workers.controller);
  const announce = () => {
    if (root.dataset.update === "ready") return;
    root.dataset.update = "ready";
    dispatchEvent(new CustomEvent("groundswell-update"));
  };
  const reload = () => {
    if (!applying) return;
    applying = false;
    location.reload();
  };

  workers.addEventListener("controllerchange", () => {
    // The first controller is this page's own version. A later one that this page did not ask for
    // was let in from another tab: this page is now the old version, and says so instead of
    // reloading over somebody's form.
    if (applying) reload();
    else if (controlled) announce();
    controlled = true;
  });
  workers.ready.then(async ({ active }) => {
    root.dataset.offline = "ready";
    // Caches of earlier versions stay for pages that were open at an update; the last of these may be closed now.
    // The worker is not woken for nothing.
    const names = await caches.keys();
    if (names.length > 1) active.postMessage({ type: "tidy" });
  });

  let registration;
  try {
    registration = await workers.register("/sw.js", { updateViaCache: "none" });
  } catch (error) {
    root.dataset.offline = "failed";
    console.error("this browser keeps no copy for use without a network:", error);
    return;
  }

  addEventListener("groundswell-apply-update", () => {
    applying = true;
    if (registration.waiting) registration.waiting.postMessage({ type: "activate-update" });
    else reload();
  });

  const watch = (worker) => {
    const installed = () => {
      // Without an active one before it, it is the first version, not a new one.
      if (worker.state === "installed" && registration.active) announce();
    };
    installed();
    worker.addEventListener("statechange", installed);
  };
  if (registration.waiting) watch(registration.waiting);
  if (registration.installing) watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));

  // An installed app stays open for days, so it also asks when it is looked at again.
  const HOUR = 60 * 60 * 1000;
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < HOUR) return;
    asked = Date.now();
    // Fails without a network, which is no error here: it asks again another time.
    registration.update().catch(() => {});
  });
});
