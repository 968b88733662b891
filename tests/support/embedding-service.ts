import { createServer } from "node:http";
import { unitVector } from "../../lib/stories/embedding";
import { embedLocally } from "../../lib/stories/local-embedding";

/** What the service does with one request instead of answering it. */
export type EmbeddingFault = "429" | "500" | "401" | "404" | "no credit" | "too few" | "no json";

/** A service on loopback that speaks OpenAI's protocol for vectors. */
export interface EmbeddingTestService {
  url: string;
  /** The texts of each request it has answered, by model. */
  requests: { model: string; texts: string[] }[];
  /** What it does with the next requests, in order. */
  faults: EmbeddingFault[];
  stop(): Promise<void>;
}

/** Vectors of another model than the local one: 300 numbers, with a large part that is the same for every text. */
const vectorOf = (model: string, text: string) =>
  Array.from(unitVector([...embedLocally(text), ...Array.from({ length: 44 }, () => 0.2 + model.length / 1000)]));

/** Starts the service on a free port. */
export async function startEmbeddingService(): Promise<EmbeddingTestService> {
  const requests: EmbeddingTestService["requests"] = [];
  const faults: EmbeddingFault[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { "content-type": "application/json", "retry-after-ms": "1" });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      };
      const fault = faults.shift();
      if (fault && /^\d+$/.test(fault)) return send(Number(fault), { error: { message: `told to answer ${fault}` } });
      if (fault === "no credit")
        return send(429, { error: { message: "You exceeded your current quota", code: "insufficient_quota" } });
      if (fault === "no json") return send(200, "<html>");
      const { model, input } = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; input: string[] };
      requests.push({ model, texts: input });
      const data = input
        .map((text, index) => ({ object: "embedding", index, embedding: vectorOf(model, text) }))
        .reverse();
      send(200, { object: "list", model, data: fault === "too few" ? data.slice(1) : data });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    faults,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
