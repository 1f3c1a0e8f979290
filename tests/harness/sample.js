"use strict";
window.trustedTypes?.createPolicy("default", { createScriptURL: (address) => (address === "/sw.js" ? address : null) });
const ring = new CSSStyleSheet();
ring.replaceSync(":focus-visible { outline: 3px solid; }");
document.adoptedStyleSheets = [ring];
const at = (id) => document.getElementById(id);
at("pick").addEventListener("click", () => {
  at("said").textContent = `Picked ${at("name").value}, ${at("kind").value}, ${at("ripe").checked ? "ripe" : "not ripe"}`;
});
at("file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  at("said").textContent = `Got ${file.name} of ${(await file.arrayBuffer()).byteLength} bytes`;
});
at("keep").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["kept words"], { type: "text/plain" }));
  link.download = "kept.txt";
  link.click();
});
at("ask").addEventListener("click", () => at("dialog").showModal());
at("remember").addEventListener("click", () => {
  localStorage.setItem("remembered", "yes");
  navigator.serviceWorker.register("/sw.js");
});
if (localStorage.getItem("remembered")) at("said").textContent = "Remembered";
