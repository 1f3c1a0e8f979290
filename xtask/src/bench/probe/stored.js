// Bytes that the page keeps in IndexedDB, by database and object store: what is in buffers and
// text, without keys and without the browser's own overhead.
const sizeOf = (value) => {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Blob) return value.size;
  if (typeof value === "string") return new TextEncoder().encode(value).length;
  if (value && typeof value === "object") {
    return Object.values(value).reduce((sum, inner) => sum + sizeOf(inner), 0);
  }
  return 0;
};
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const stored = async () => {
  const sizes = {};
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await settled(database.transaction(store).objectStore(store).getAll());
      sizes[`${name}/${store}`] = sizeOf(values);
    }
    database.close();
  }
  return sizes;
};
const done = arguments[arguments.length - 1];
stored().then(done, (error) => done({ error: String(error) }));
