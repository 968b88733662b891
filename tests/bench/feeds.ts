import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import RssParser from "rss-parser";
import { Agent, fetch } from "undici";
import { openWorkplace, type Workplace } from "../../jobs/context";
import { Supervisor } from "../../jobs/supervisor";
import { readEnv } from "../../lib/env";
import { importShows } from "../../lib/feeds/import-shows";
import { pollFeeds } from "../../lib/feeds/poll-feeds";
import { makeAllFeedsDue } from "../../lib/feeds/store";
import { testSettings } from "../support/test-pipeline";
import type { PublisherTask } from "./publisher";
import { noteRatio } from "./ratios";

const rounds = 3;
/** As many requests at once as a poll makes (lib/feeds/poll-feeds.ts). */
const bareAtOnce = 96;

/** What polling came to beside a bare loop over the same feeds. */
export interface PollBench {
  feeds: number;
  pollMs: number;
  bareMs: number;
  /** One request after the other. */
  oneByOneMs: number;
  parsingMs: number;
  /** Of the heap after each round, in bytes. */
  heapBytes: number[];
}

async function startPublisher(task: PublisherTask): Promise<{ origins: string[]; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, "publisher.ts"), [JSON.stringify(task)], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [origins] = (await once(child, "message")) as [string[]];
  return { origins, child };
}

/** Asks for each address as anybody would: conditionally, many at once, reading each answer to its end. */
async function bareLoop(
  urls: string[],
  etags: Map<string, string>,
  onBody: (body: string) => Promise<unknown>,
  atOnce = bareAtOnce,
): Promise<void> {
  const dispatcher = new Agent();
  const left = [...urls];
  const work = async () => {
    for (let url = left.pop(); url !== undefined; url = left.pop()) {
      const etag = etags.get(url);
      const response = await fetch(url, { dispatcher, headers: etag ? { "if-none-match": etag } : {} });
      const body = await response.text();
      if (response.status === 200) await onBody(body);
      etags.set(url, response.headers.get("etag") ?? "");
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await dispatcher.close();
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function pollAll({ context }: Workplace, feeds: number): Promise<void> {
  const { polled, failed } = await pollFeeds(context);
  if (polled !== feeds || failed > 0) throw new Error(`${polled} of ${feeds} feeds were polled, ${failed} failed.`);
}

async function measure(task: PublisherTask, workplace: Workplace): Promise<PollBench> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { origins, child } = await startPublisher(task);
  try {
    const urls = Array.from({ length: task.feeds }, (_, i) => `${origins[i % origins.length]}/${i}.xml`);
    const { context } = workplace;
    await context.db.show.deleteMany();
    await importShows(
      context,
      urls.map((feedUrl) => ({ feedUrl, title: "", category: "" })),
      () => {},
    );
    await pollAll(workplace, task.feeds);
    const parser = new RssParser();
    const etags = new Map<string, string>();
    const parsingEtags = new Map<string, string>();
    await bareLoop(urls, etags, async () => {});
    await bareLoop(urls, parsingEtags, async () => {});
    const [poll, bare, parsing]: number[][] = [[], [], []];
    const heapBytes: number[] = [];
    const some = urls.slice(0, Math.ceil(urls.length / 10));
    for (let round = 0; round < rounds; round++) {
      child.send("next");
      await once(child, "message");
      await makeAllFeedsDue(context.db, new Date());
      bare?.push(await timed(() => bareLoop(urls, etags, async () => {})));
      parsing?.push(await timed(() => bareLoop(urls, parsingEtags, (body) => parser.parseString(body))));
      poll?.push(await timed(() => pollAll(workplace, task.feeds)));
      collect();
      heapBytes.push(process.memoryUsage().heapUsed);
    }
    const oneByOneMs = (urls.length / some.length) * (await timed(() => bareLoop(some, etags, async () => {}, 1)));
    return {
      feeds: task.feeds,
      oneByOneMs,
      pollMs: median(poll ?? []),
      bareMs: median(bare ?? []),
      parsingMs: median(parsing ?? []),
      heapBytes,
    };
  } finally {
    child.disconnect();
  }
}

/** Polls loopback feeds of which six in ten have not changed, beside bare loops over the same feeds. */
export async function benchPolling(
  options: { feeds: number; hosts: number; latenciesMs: number[]; databaseUrl: string | undefined },
  print: (text: string) => void,
): Promise<PollBench[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const settings = {
    ...testSettings(dataDir),
    EPISODES_ON_SUBSCRIBE: "1",
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl, AUTH_SECRET: "the secret of a bench" } : {}),
  };
  const supervisor = new Supervisor(print);
  if (!options.databaseUrl) await supervisor.start("database", { environment: settings, keepAlive: false });
  const workplace = await openWorkplace(readEnv(settings), "bench");
  const results: PollBench[] = [];
  try {
    for (const latencyMs of options.latenciesMs) {
      const task = { feeds: options.feeds, hosts: options.hosts, latencyMs, unchangedTenths: 6 };
      const result = await measure(task, workplace);
      results.push(result);
      const { feeds, pollMs, bareMs, oneByOneMs, parsingMs, heapBytes } = result;
      const row = (name: string, ms: number) =>
        `  ${name.padEnd(28)} ${(ms / 1000).toFixed(2).padStart(6)} s  ${Math.round(feeds / (ms / 1000))
          .toString()
          .padStart(5)} feeds a second`;
      print(
        `Polling ${feeds} feeds of ${options.hosts} hosts that answer after ${latencyMs} ms, 400 of 1,000 with a new episode:`,
      );
      print(row("bare loop, one by one", oneByOneMs));
      print(row(`bare loop, ${bareAtOnce} at once`, bareMs));
      print(row("the same with rss-parser", parsingMs));
      const what = `polling ${feeds} feeds of hosts that answer after ${latencyMs} ms`;
      for (const [reference, ms] of [
        [`a bare loop, ${bareAtOnce} at once`, bareMs],
        ["the same with rss-parser", parsingMs],
      ] as const)
        noteRatio({ what, reference, times: pollMs / ms, better: "less" });
      const times = [oneByOneMs, bareMs, parsingMs].map((ms) => `${(pollMs / ms).toFixed(2)} ×`).join(", ");
      print(`${row("Overheard", pollMs)}  (${times})`);
      print(`  heap after each round        ${heapBytes.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`).join(", ")}`);
    }
  } finally {
    await workplace.close();
    await supervisor.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return results;
}
