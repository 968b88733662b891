import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A publisher's server on loopback whose answers a test decides. */
export interface TestServer {
  origin: string;
  /** Every port is a host of its own. */
  origins: string[];
  /** By path; what is not here is not found. */
  routes: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  requests: IncomingMessage[];
  stop(): Promise<void>;
}

/** Starts an empty server on one port or more. */
export async function startServer(ports = 1): Promise<TestServer> {
  const routes: TestServer["routes"] = new Map();
  const requests: IncomingMessage[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(request);
    const route = routes.get(request.url ?? "");
    if (route) route(request, response);
    else response.writeHead(404).end("Not found");
  };
  const servers = Array.from({ length: ports }, () => createServer(answer));
  const origins = await Promise.all(servers.map(listen));
  return {
    origin: origins[0] ?? "",
    origins,
    routes,
    requests,
    async stop() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
}
