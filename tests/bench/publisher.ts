import { createServer } from "node:http";
import { sampleFeed } from "./sample-feed";

/** What the publisher's process is asked to do. */
export interface PublisherTask {
  feeds: number;
  hosts: number;
  /** From a request to its answer. */
  latencyMs: number;
  /** Feeds whose number modulo 10 is at least this publish a new episode at each "next". */
  unchangedTenths: number;
}

let version = 0;

/** Serves `/0.xml` and so on, on as many ports as there are hosts; each answers conditional requests. */
function start(task: PublisherTask): void {
  const versionOf = (index: number) => (index % 10 >= task.unchangedTenths ? version : 0);
  const bodies = new Map<string, string>();
  const bodyOf = (index: number) => {
    const key = `${index} ${versionOf(index)}`;
    const body = bodies.get(key) ?? sampleFeed(index, versionOf(index));
    bodies.set(key, body);
    return body;
  };
  for (let index = 0; index < task.feeds; index++) bodyOf(index);
  const origins: string[] = [];
  for (let host = 0; host < task.hosts; host++) {
    const server = createServer((request, response) => {
      const index = Number(/^\/(\d+)\.xml$/.exec(request.url ?? "")?.[1]);
      const etag = `"${versionOf(index)}"`;
      setTimeout(() => {
        if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { etag, "content-type": "application/rss+xml" }).end(bodyOf(index));
      }, task.latencyMs);
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      origins.push(`http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`);
      if (origins.length === task.hosts) process.send?.(origins);
    });
  }
  process.on("message", () => {
    version++;
    for (let index = 0; index < task.feeds; index++) bodyOf(index);
    process.send?.(version);
  });
  process.on("disconnect", () => process.exit());
}

start(JSON.parse(process.argv[2] ?? "{}") as PublisherTask);
