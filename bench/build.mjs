// Builds one folder for each library: `index.html`, the page's script, the library's own wasm, and
// the directory as that library saves it, fresh (`base.bin`) and after a long history
// (`history.bin`).
//
// node build.mjs CSV OUT CHANGES
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { historicChanges, parseGroups } from "./groups.js";

const [csv, out, changes] = process.argv.slice(2);
const here = import.meta.dirname;
const resolve = createRequire(import.meta.url).resolve;

const AUTOMERGE_WASM = resolve("@automerge/automerge/automerge.wasm");
const LIBRARIES = {
  automerge: AUTOMERGE_WASM,
  "automerge-scalar": AUTOMERGE_WASM,
  yjs: undefined,
  loro: resolve("loro-crdt/web").replace(/index\.js$/, "loro_wasm_bg.wasm"),
};

const hash = (text) => createHash("sha256").update(text).digest("hex");
const groups = parseGroups(await readFile(csv, "utf8"), hash);

for (const [name, wasm] of Object.entries(LIBRARIES)) {
  const folder = join(out, name);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(here, "pages", `${name}.js`)],
    outfile: join(folder, "page.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["browser"],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  await copyFile(join(here, "pages", "index.html"), join(folder, "index.html"));
  if (wasm) await copyFile(wasm, join(folder, "library.wasm"));

  const library = await import(`./documents/${name}.js`);
  await library.initialize(wasm && (await readFile(wasm)));
  const document = library.create(groups);
  await writeFile(join(folder, "base.bin"), library.save(document));
  const began = performance.now();
  const history = [...historicChanges(Number(changes), groups.length)].map(
    ({ group, field, value }) => ({ id: groups[group][0], field, value }),
  );
  await writeFile(join(folder, "history.bin"), library.saveWithHistory(document, history));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: a history of ${changes} changes made in ${seconds} s`);
}
