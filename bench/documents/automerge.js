// The directory as an Automerge document, through the package's documented API.
import * as Automerge from "@automerge/automerge/slim";

/** Makes the library usable: `wasm` is an address in a page, the bytes in Node. */
export const initialize = (wasm) => Automerge.initializeWasm(wasm);

export const create = (groups) =>
  Automerge.change(Automerge.init(), (draft) => {
    draft.groups = {};
    for (const [id, fields] of groups) draft.groups[id] = { ...fields };
  });

export const open = (snapshot, updates) => {
  const document = Automerge.load(snapshot);
  return updates.length === 0 ? document : Automerge.applyChanges(document, updates)[0];
};

export const save = (document) => Automerge.save(document);

/** One change of one field: the document after it and the bytes that carry it. */
export const edit = (document, id, field, value) => {
  const after = Automerge.change(document, (draft) => {
    draft.groups[id][field] = value;
  });
  return { document: after, update: Automerge.getLastLocalChange(after) };
};

/**
 * The saved document after many changes, each with a commit of its own. The proxies of `change`
 * take 15 ms and more for each at this size, so the changes go through the handle below them,
 * whose bytes are the same.
 */
export const saveWithHistory = (document, changes, put = putText) => {
  const handle = Automerge.getBackend(document);
  for (const { id, field, value } of changes) {
    put(handle, `/groups/${id}`, field, value);
    handle.commit();
  }
  return handle.save();
};

const putText = (handle, path, field, value) => handle.putObject(path, field, value);

export const groups = (document) => Object.entries(document.groups);
