// A plain page over one document library: the groups from IndexedDB, the first 50 in the list, a
// search over all of them, and edits. It marks the same moments by the same names as the app does.
import { append, openStore, read, replace } from "./store.js";

const SHOWN = 50;
const SEARCHED = ["name", "town", "county", "state", "issues"];

/** Starts the page. With `#fill=FILE` it stores that file as the directory's snapshot first. */
export async function start(library, wasm) {
  const initialized = library.initialize(wasm);
  const store = await openStore();
  const fill = new URLSearchParams(location.hash.slice(1)).get("fill");
  if (fill) {
    await replace(store, new Uint8Array(await (await fetch(`/${fill}`)).arrayBuffer()));
  }
  const { snapshot, updates } = await read(store);
  await initialized;

  let document = library.open(snapshot, updates);
  performance.mark("groundswell:document-ready");
  const groups = library.groups(document);
  groups.sort(([, one], [, other]) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  show(groups);
  search(groups);
  afterPaint(() => performance.mark("groundswell:list-painted"));

  // One edit at a time, called by the bench: from the call to the commit.
  window.edit = async (place, field, value) => {
    const began = performance.now();
    const edited = library.edit(document, groups[place][0], field, value);
    document = edited.document;
    await append(store, edited.update);
    performance.mark("groundswell:edit-committed");
    performance.measure("groundswell:edit", { start: began });
  };
}

/** Runs this once what is in the document now has been painted: as the app reckons it too. */
function afterPaint(then) {
  requestAnimationFrame(() => setTimeout(then));
}

/** Every row whose text, in lower case and made once, includes what is typed. */
function search(groups) {
  const texts = groups.map(([, group]) => SEARCHED.map((field) => group[field]).join("\n").toLowerCase());
  const input = window.document.querySelector("input");
  input.addEventListener("input", () => {
    const began = performance.now();
    const wanted = input.value.toLowerCase();
    show(groups.filter((_, index) => texts[index].includes(wanted)));
    performance.mark("groundswell:search-painted");
    performance.measure("groundswell:search", { start: began });
  });
}

function show(groups) {
  window.document.querySelector("output").textContent = `${groups.length} groups`;
  window.document.querySelector("ul").replaceChildren(...groups.slice(0, SHOWN).map(row));
}

function row([id, group]) {
  const item = window.document.createElement("li");
  const link = window.document.createElement("a");
  link.href = `/groups/${id}`;
  link.textContent = group.name;
  const place = window.document.createElement("span");
  place.textContent = `${group.town}, ${group.county}, ${group.state}`;
  const about = window.document.createElement("p");
  about.textContent = `${group.meets} · ${group.issues}`;
  item.append(link, " ", place, about);
  return item;
}
