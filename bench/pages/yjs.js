import * as library from "../documents/yjs.js";
import { start } from "./page.js";

start(library, undefined);
