// The directory as a Loro document: a map of maps, saved as a snapshot with its history.
import initializeLoro, { LoroDoc, LoroMap } from "loro-crdt/web";

/** Makes the library usable: `wasm` is an address in a page, the bytes in Node. */
export const initialize = (wasm) => initializeLoro({ module_or_path: wasm });

export const create = (groups) => {
  const document = new LoroDoc();
  const all = document.getMap("groups");
  for (const [id, fields] of groups) {
    const group = all.setContainer(id, new LoroMap());
    for (const [field, value] of Object.entries(fields)) group.set(field, value);
  }
  document.commit();
  return document;
};

export const open = (snapshot, updates) => {
  const document = new LoroDoc();
  document.importBatch([snapshot, ...updates]);
  return document;
};

export const save = (document) => document.export({ mode: "snapshot" });

/** One change of one field: the document after it and the bytes that carry it. */
export const edit = (document, id, field, value) => {
  const before = document.oplogVersion();
  document.getMap("groups").get(id).set(field, value);
  document.commit();
  return { document, update: document.export({ mode: "update", from: before }) };
};

/** The saved document after many changes, each on its own. */
export const saveWithHistory = (document, changes) => {
  for (const { id, field, value } of changes) edit(document, id, field, value);
  return save(document);
};

export const groups = (document) => Object.entries(document.getMap("groups").toJSON());
