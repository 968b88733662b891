import { Worker } from "node:worker_threads";
import { decodeDocument } from "./decode-feed";
import type { ParsedFeed } from "./feed";
import { FeedFormatError } from "./feed-format-error";
import { parseFeed } from "./parse-feed";

/** What a thread is given to parse. */
export interface WorkerTask {
  bytes: Uint8Array;
  contentType: string | null;
  address: string;
}

/** What a thread made of it. */
export type WorkerAnswer = { feed: ParsedFeed } | { error: string; isFormat: boolean };

/** Larger documents would keep this process from everything else for too long. */
const largeBytes = 1_000_000;
/** What one document may need; a thread that needs more ends alone. */
const threadMemoryMb = 400;
const threadTimeoutMs = 60_000;

/**
 * Decodes and parses a fetched document: large ones in a thread of their own, which cannot take this process with it.
 * @throws FeedFormatError
 */
export async function readFeed(task: WorkerTask): Promise<ParsedFeed> {
  if (task.bytes.byteLength <= largeBytes)
    return parseFeed(decodeDocument(Buffer.from(task.bytes), task.contentType), task.address);
  const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    workerData: task,
    execArgv: ["--import", "tsx"],
    resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
  });
  const timer = setTimeout(() => void worker.terminate(), threadTimeoutMs);
  try {
    const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the thread ended early")));
    }).catch((error: Error): WorkerAnswer => ({ error: `It could not be parsed (${error.message}).`, isFormat: true }));
    if ("feed" in answer) return answer.feed;
    throw answer.isFormat ? new FeedFormatError(answer.error) : new Error(answer.error);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
