import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A publisher's server on loopback whose answers a test decides. */
export interface TestServer {
  origin: string;
  /** By path; what is not here is not found. */
  routes: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  requests: IncomingMessage[];
  stop(): Promise<void>;
}

/** Starts an empty server. */
export async function startServer(): Promise<TestServer> {
  const routes: TestServer["routes"] = new Map();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const route = routes.get(request.url ?? "");
    if (route) route(request, response);
    else response.writeHead(404).end("Not found");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    routes,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
