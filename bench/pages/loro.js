import * as library from "../documents/loro.js";
import { start } from "./page.js";

start(library, "/library.wasm");
