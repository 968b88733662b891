import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { visitorAddress, visitorAddressHeader } from "../lib/accounts/visitor-address";
import { database } from "../lib/db/client";
import { env, silenceNextTelemetry } from "../lib/env";
import { createLog } from "../lib/log/log";
import { runMain, UserError } from "./report-failure";
import { onStopSignal } from "./stop-signals";
import { watchPublications } from "./watch-publications";

/** The process that serves the pages; `--dev` compiles them as they are asked for. */
runMain(async () => {
  const settings = env();
  const { PORT, DATABASE_URL } = settings;
  if (!DATABASE_URL)
    throw new UserError(
      "The web server needs DATABASE_URL. Start it with `npm start`, which also starts the embedded database.",
    );
  silenceNextTelemetry();
  const app = next({ dev: process.argv.includes("--dev"), dir: join(import.meta.dirname, "..") });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => {
    request.headers[visitorAddressHeader] = visitorAddress(request, settings);
    void handle(request, response);
  });
  let unwatch = () => {};
  onStopSignal(async () => {
    unwatch();
    server.close();
    server.closeAllConnections();
    await app.close();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new UserError(portBusySentence(PORT)) : error),
    );
    server.listen(PORT, resolve);
  });
  unwatch = watchPublications({ db: database(), env: env(), log: createLog("web", env().LOG_LEVEL) });
  process.send?.("ready");
});

function portBusySentence(port: number): string {
  return `Port ${port} is busy. Stop what uses it, or choose another one with PORT=${port + 1}.`;
}
