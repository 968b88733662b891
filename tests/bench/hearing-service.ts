import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AudioForm } from "../support/test-audio";
import { bodyOf, heardIn, speech } from "../support/transcription-service";

/**
 * A process of its own: a publisher of one file and a service that answers every request after the same time. Takes the
 * file's path and the time in milliseconds, and prints its origin.
 */
const [file = "", latency = "0"] = process.argv.slice(2);
const latencyMs = Number(latency);
const form: AudioForm = { kind: "mp3", channels: 1 };
const words = speech(60_000);
const server = createServer(async (request, response) => {
  if (request.url?.startsWith("/audio")) {
    // "/audio?bytes=N" is the file's beginning.
    const bytes = Number(new URL(request.url, "http://x").searchParams.get("bytes") ?? statSync(file).size);
    response.writeHead(200, { "content-length": bytes });
    createReadStream(file, { end: bytes - 1 }).pipe(response);
    return;
  }
  const askedAt = performance.now();
  const heard = heardIn(await bodyOf(request), form);
  const seconds = Math.max(1, (heard.endMs - heard.startMs) / 1000);
  const segments = Array.from({ length: Math.ceil(seconds / 6) }, (_, i) => ({
    text: words
      .slice((i * 15) % 100, ((i * 15) % 100) + 14)
      .map(({ text }) => text)
      .join(" ")
      .concat(` ${i}.`),
    start: i * 6,
    end: i * 6 + 5,
  }));
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, latencyMs - (performance.now() - askedAt))));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ text: segments.map(({ text }) => text).join(" "), segments }));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}\n`);
});
