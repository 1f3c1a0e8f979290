// The same, but with every string as one scalar value (`ImmutableString`) instead of a text that
// two people can edit within: what somebody who measured would choose for short fields.
import * as Automerge from "@automerge/automerge/slim";
import * as texts from "./automerge.js";

export { initialize, open, save } from "./automerge.js";

const scalar = (value) => (typeof value === "string" ? new Automerge.ImmutableString(value) : value);

export const create = (groups) =>
  Automerge.change(Automerge.init(), (draft) => {
    draft.groups = {};
    for (const [id, fields] of groups) {
      draft.groups[id] = Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [field, scalar(value)]),
      );
    }
  });

export const edit = (document, id, field, value) => {
  const after = Automerge.change(document, (draft) => {
    draft.groups[id][field] = scalar(value);
  });
  return { document: after, update: Automerge.getLastLocalChange(after) };
};

export const saveWithHistory = (document, changes) =>
  texts.saveWithHistory(document, changes, (handle, path, field, value) =>
    handle.put(path, field, value, "str"),
  );

const plain = (value) => (value instanceof Automerge.ImmutableString ? value.val : value);

export const groups = (document) =>
  Object.entries(document.groups).map(([id, fields]) => [
    id,
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, plain(value)])),
  ]);
