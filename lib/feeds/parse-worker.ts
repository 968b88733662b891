import { parentPort, workerData } from "node:worker_threads";
import { decodeDocument } from "./decode-feed";
import { FeedFormatError } from "./feed-format-error";
import { parseFeed } from "./parse-feed";
import type { WorkerAnswer, WorkerTask } from "./read-feed";

// Runs in a thread of its own: parses one document and ends.
const { bytes, contentType, address } = workerData as WorkerTask;
const answer: WorkerAnswer = await parseFeed(decodeDocument(Buffer.from(bytes), contentType), address).then(
  (feed) => ({ feed }),
  (error) => ({ error: String(error?.message ?? error), isFormat: error instanceof FeedFormatError }),
);
parentPort?.postMessage(answer);
