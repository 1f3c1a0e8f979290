import * as library from "../documents/automerge-scalar.js";
import { start } from "./page.js";

start(library, "/library.wasm");
