import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEnv } from "../../lib/env";
import { evaluateStories } from "../eval/stories";
import { openEmbedding } from "../eval/story-embedding";
import { type EmbeddingTestService, startEmbeddingService } from "../support/embedding-service";

const data = join(import.meta.dirname, "..", "fixtures", "stories", "items.jsonl");
let service: EmbeddingTestService;
let dataDir: string;

beforeAll(async () => {
  service = await startEmbeddingService();
  dataDir = mkdtempSync(join(tmpdir(), "overheard eval "));
});
afterAll(async () => {
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function tableBy(embedding: string): Promise<string[]> {
  const env = readEnv({
    DATA_DIR: dataDir,
    EMBEDDING_BASE_URL: service.url,
    EMBEDDING_MODEL: "one",
    LOG_LEVEL: "silent",
  });
  const { close, ...by } = await openEmbedding(embedding, env);
  const lines: string[] = [];
  try {
    await evaluateStories({ ...by, data, json: false, print: (text) => lines.push(...text.split("\n")) });
  } finally {
    await close();
  }
  return lines;
}
const rowsOf = (lines: string[]) => lines.map((line) => line.slice(0, 30).replace(/1?\.\d+/g, "#"));
const f1Of = (lines: string[]) => Number(/made.*? (?:1?\.\d+\s+){2}(1?\.\d+)/.exec(lines.join("\n"))?.[1]);

it("measures a service's embedding like the local one, and asks it for nothing twice", {
  timeout: 120_000,
}, async () => {
  const local = await tableBy("local");
  expect(service.requests).toEqual([]);
  const served = await tableBy("openai");
  expect(served[0]).toContain("one");
  expect(rowsOf(served).slice(1)).toEqual(rowsOf(local).slice(1));
  expect(f1Of(local)).toBeGreaterThanOrEqual(0.95);
  expect(f1Of(served)).toBeGreaterThanOrEqual(0.9);
  const asked = service.requests.length;
  expect(asked).toBeGreaterThan(0);
  expect(await tableBy("openai")).toEqual(served);
  expect(service.requests).toHaveLength(asked);
  await expect(tableBy("another")).rejects.toThrow(/local or openai/);
});
