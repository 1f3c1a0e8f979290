// Starts a worker's program: the engine's, or another that the build names in its place. Its answer carries the page's policy, Trusted Types included, so
// importScripts takes an address only through a policy: this one lets exactly one pass.
"use strict";
const glue = "/engine-worker.js";
if (self.trustedTypes) {
  trustedTypes.createPolicy("default", { createScriptURL: (address) => (address === glue ? address : null) });
}
importScripts(glue);
wasm_bindgen({ module_or_path: "/engine-worker_bg.wasm" }).catch((error) => {
  // Thrown outside the promise it reaches the page as the worker's error event.
  setTimeout(() => {
    throw error;
  });
});
