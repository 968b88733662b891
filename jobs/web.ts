import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import { sessionCookieName } from "../lib/accounts/session-cookie";
import { visitorAddress, visitorAddressHeader } from "../lib/accounts/visitor-address";
import { checkServer } from "../lib/db/check-server";
import { database } from "../lib/db/client";
import { type Env, env, silenceNextTelemetry } from "../lib/env";
import { createLog } from "../lib/log/log";
import { isEmbedded } from "../lib/operations/upkeep";
import { errorDrawer } from "./drawn-errors";
import { isForged } from "./forged-request";
import { nameRequest } from "./name-request";
import { nameLocationOnce } from "./one-location";
import { readableAddress } from "./readable-address";
import { runMain, UserError } from "./report-failure";
import { pageSecurer } from "./secure-page";
import { answerFormsBySeeOther } from "./see-other";
import { onStopSignal } from "./stop-signals";
import { watchPublications } from "./watch-publications";

/** The process that serves the pages; `--dev` compiles them as they are asked for. */
runMain(async () => {
  const settings = env();
  const { PORT, DATABASE_URL, APP_URL } = settings;
  if (!DATABASE_URL)
    throw new UserError(
      "The web server needs DATABASE_URL. Start it with `npm start`, which also starts the embedded database.",
    );
  await prepareServer(settings, DATABASE_URL);
  silenceNextTelemetry();
  const isDev = process.argv.includes("--dev");
  // Next asks itself for the page that an action leads to, with the reader's cookies; without a port it would ask whoever has 3000.
  const app = next({ dev: isDev, dir: join(import.meta.dirname, ".."), hostname: "127.0.0.1", port: PORT });
  await app.prepare();
  const handle = app.getRequestHandler();
  const drawError = errorDrawer({
    origin: `http://127.0.0.1:${PORT}`,
    cookieName: sessionCookieName(settings),
  });
  // Who works on the pages sees their faults as Next shows them.
  const secure = pageSecurer({ isDev, isHttps: APP_URL.startsWith("https:"), ...(isDev ? {} : { drawError }) });
  const log = createLog("web", settings.LOG_LEVEL);
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (isForged(request, APP_URL)) {
      response.writeHead(403, { "content-type": "text/plain; charset=utf-8" });
      response.end(
        "This form was not sent from a page of ours. Go back, load the page again, and send it once more.\n",
      );
      return;
    }
    // Next compares the two by itself, and would not know of the name that a proxy serves us under.
    if (request.headers.origin === new URL(APP_URL).origin) request.headers["x-forwarded-host"] = new URL(APP_URL).host;
    request.url = readableAddress(request.url ?? "/");
    request.headers[visitorAddressHeader] = visitorAddress(request, settings);
    answerFormsBySeeOther(request, response);
    nameLocationOnce(response);
    if (!secure(request, response)) void handle(request, response);
  };
  const server = createServer((request, response) =>
    nameRequest(request, response, log, () => answer(request, response)),
  );
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
  unwatch = watchPublications({ db: database(), env: settings, log });
  process.send?.("ready");
});

/**
 * Brings the tables and queues of a PostgreSQL server up to date, so that pages may start before any worker. Under `npm start`,
 * and where another process serves the embedded database, they are.
 * @throws DatabaseServerError
 */
async function prepareServer(settings: Env, url: string): Promise<void> {
  if (process.connected) return;
  await checkServer(url);
  if (await isEmbedded({ db: database() })) return;
  // Loaded only here: pages have no use for what makes tables.
  const { openWorkplace } = await import("./context");
  await (await openWorkplace(settings, "web")).close();
}

function portBusySentence(port: number): string {
  return `Port ${port} is busy. Stop what uses it, or choose another one with PORT=${port + 1}.`;
}
