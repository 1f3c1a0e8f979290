// The directory as a Yjs document: a map of maps, with the garbage collection it has by default.
import * as Y from "yjs";

export const initialize = async () => {};

export const create = (groups) => {
  const document = new Y.Doc();
  const all = document.getMap("groups");
  document.transact(() => {
    for (const [id, fields] of groups) {
      const group = new Y.Map();
      for (const [field, value] of Object.entries(fields)) group.set(field, value);
      all.set(id, group);
    }
  });
  return document;
};

export const open = (snapshot, updates) => {
  const document = new Y.Doc();
  document.transact(() => {
    Y.applyUpdate(document, snapshot);
    for (const update of updates) Y.applyUpdate(document, update);
  });
  return document;
};

export const save = (document) => Y.encodeStateAsUpdate(document);

/** One change of one field: the document after it and the bytes that carry it. */
export const edit = (document, id, field, value) => {
  let update;
  document.once("update", (bytes) => {
    update = bytes;
  });
  document.getMap("groups").get(id).set(field, value);
  return { document, update };
};

/** The saved document after many changes, each on its own. */
export const saveWithHistory = (document, changes) => {
  for (const { id, field, value } of changes) edit(document, id, field, value);
  return save(document);
};

export const groups = (document) => Object.entries(document.getMap("groups").toJSON());
