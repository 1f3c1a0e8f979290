// automerge-repo-sync-server as its documentation starts it, but on loopback only: it has no option for that.
import { Server } from "node:net";

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { port, host: "127.0.0.1" }, ...rest);
};
await import("@automerge/automerge-repo-sync-server/src/index.js");
