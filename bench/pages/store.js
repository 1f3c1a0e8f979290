// What a page keeps in IndexedDB: one snapshot, and the updates since, appended one by one.

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when the transaction is committed, which with strict durability means on the disk. */
const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

const STRICT = { durability: "strict" };

export function openStore() {
  const request = indexedDB.open("directory", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("snapshots");
    request.result.createObjectStore("updates", { autoIncrement: true });
  };
  return settled(request);
}

/** The snapshot, where there is one, and the updates in the order in which they were appended. */
export async function read(store) {
  const transaction = store.transaction(["snapshots", "updates"]);
  const [snapshot, updates] = await Promise.all([
    settled(transaction.objectStore("snapshots").get("current")),
    settled(transaction.objectStore("updates").getAll()),
  ]);
  return { snapshot, updates };
}

export function append(store, update) {
  const transaction = store.transaction("updates", "readwrite", STRICT);
  transaction.objectStore("updates").add(update);
  return committed(transaction);
}

export function replace(store, snapshot) {
  const transaction = store.transaction(["snapshots", "updates"], "readwrite", STRICT);
  transaction.objectStore("snapshots").put(snapshot, "current");
  transaction.objectStore("updates").clear();
  return committed(transaction);
}
