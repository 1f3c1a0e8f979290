import * as library from "../documents/automerge.js";
import { start } from "./page.js";

start(library, "/library.wasm");
