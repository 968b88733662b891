import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDigestComposer } from "../../emails/compose-digest-email";
import { DigestCard, whyLine } from "../../emails/digest-card";
import { DigestEmail, frameValues } from "../../emails/digest-email";
import { digestText } from "../../emails/digest-text";
import { renderHtml } from "../../emails/render-html";
import type { DatabaseReady } from "../../jobs/database";
import { connectDatabase } from "../../lib/db/client";
import { applyMigrations } from "../../lib/db/migrations";
import { deliverMail } from "../../lib/delivery/deliver-mail";
import { receiverOf } from "../../lib/delivery/mail-links";
import type { DigestView } from "../../lib/digests/views";
import { readEnv } from "../../lib/env";
import { shortDay } from "../../lib/format/dates";
import { createLog } from "../../lib/log/log";
import { addPlacedInsights, addReaders, resendSettings } from "../support/mail-readers";
import { startResendServer } from "../support/resend-server";
import { sampleDigest, sampleItem, sampleSurroundings } from "../support/sample-digest";
import { noteRatio } from "./ratios";

type Print = (line: string) => void;

const making = { appUrl: sampleSurroundings.appUrl, secret: "the secret of a bench" };
const uuid = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, "0")}`;

/** A reader's five of fifty insights, in an order and with reasons of their own. */
function digestOf(reader: number): DigestView {
  return sampleDigest(
    [1, 2, 3, 4, 5].map((rank) => {
      const insight = (reader * 7 + rank * 11) % 50;
      const item = sampleItem(rank, {
        headline: `Harbour number ${insight} scrapped its parking rule`,
        extractor: "openai",
        why: [`you follow topic ${reader % 40}`, "said within the last day"],
        updateText: null,
      });
      return { ...item, take: { ...item.take, id: uuid(insight) } };
    }),
  );
}

const receiver = (reader: number) =>
  receiverOf({ readerId: uuid(reader), timeZone: reader % 2 ? "Europe/Lisbon" : "Asia/Tokyo", emailHour: 7 }, making);

/** The whole email in one rendering, with its text: what putting it together saves. */
async function renderWhole(reader: number): Promise<number> {
  const digest = digestOf(reader);
  const { timeZone, feedback, ...rest } = receiver(reader);
  const values = frameValues(digest, sampleSurroundings, rest);
  const html = await renderHtml(
    <DigestEmail values={values} surroundings={sampleSurroundings}>
      {digest.items.map((item) => {
        const links = feedback?.(item.take.id) ?? { more: null, less: null };
        const card = { rank: String(item.rank), update: item.updateText, why: whyLine(item), ...links };
        const day = shortDay(item.take.episode.publishedAt, timeZone, digest.builtAt);
        return <DigestCard key={item.rank} item={item} day={day} appUrl={making.appUrl} values={card} />;
      })}
    </DigestEmail>,
  );
  return html.length + digestText(digest, [], values, sampleSurroundings).length;
}

/** Emails a second: rendered as a whole, and put together from cards; both in this run. */
export async function benchComposing(emails: number, print: Print): Promise<{ ratio: number; perSecond: number }> {
  const whole = Math.max(20, Math.round(emails / 20));
  await renderWhole(0);
  const wholeBegan = process.cpuUsage();
  for (let reader = 0; reader < whole; reader++) await renderWhole(reader);
  const wholeMs = cpuMs(wholeBegan) / whole;

  const compose = createDigestComposer(sampleSurroundings);
  const began = process.cpuUsage();
  let bytes = 0;
  for (let reader = 0; reader < emails; reader++) {
    const { html, text } = await compose(digestOf(reader), receiver(reader));
    bytes += html.length + text.length;
  }
  const ms = cpuMs(began) / emails;
  const ratio = wholeMs / ms;
  const perSecond = 1000 / ms;
  noteRatio({
    ...{ what: "emails composed a second", reference: "each rendered as a whole", better: "more" },
    times: ratio,
  });
  print(`Composing, in CPU time of one core: ${(1000 / wholeMs).toFixed(0)} emails a second rendered as a whole,`);
  print(
    `  ${perSecond.toFixed(0)} a second put together from cards (${ratio.toFixed(1)} times as fast; the first of each card counted in), ${Math.round(bytes / emails / 1024)} kB each.`,
  );
  return { ratio, perSecond };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** Serves an empty embedded database from a folder that is removed afterwards, in a process of its own. */
async function startDatabaseProcess(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const child = fork(join(import.meta.dirname, "../../jobs/database.ts"), [], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ENV_FILE: "", DATABASE_URL: "", DATA_DIR: dataDir, LOG_LEVEL: "silent" },
  });
  const ended = once(child, "exit");
  const [{ url }] = (await Promise.race([
    once(child, "message"),
    ended.then(([code]) => Promise.reject(new Error(`The database process ended with ${code}.`))),
  ])) as [DatabaseReady];
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What sending came to. */
export interface SendingFigures {
  share: number;
  refusedForRate: number;
  accepted: number;
  seconds: number;
  /** Memory at the end against that after a fifth. */
  memoryRatio: number;
}

/** Sends a morning's emails to readers of one zone through a loopback Resend that permits so many calls a second. */
export async function benchSending(
  options: { readers: number; permittedPerSecond?: number; batchSize: number; databaseUrl?: string },
  print: Print,
): Promise<SendingFigures> {
  // A process of its own, as `npm start` has it: what the worker needs is told apart from what the database holds.
  const database = options.databaseUrl ? null : await startDatabaseProcess();
  const url = options.databaseUrl ?? database?.url ?? "";
  await applyMigrations(url);
  const db = connectDatabase(url);
  let accepted = 0;
  const memory: number[] = [];
  const began = performance.now();
  const server = await startResendServer({
    ...(options.permittedPerSecond ? { permittedPerSecond: options.permittedPerSecond } : {}),
    latencyMs: 120,
    forgets: true,
    onTaken: (emails) => {
      accepted += emails.length;
      const step = options.readers / 10;
      if (Math.floor(accepted / step) > memory.length) {
        globalThis.gc?.();
        memory.push(process.memoryUsage().rss / 2 ** 20);
        print(
          `  ${accepted} sent after ${((performance.now() - began) / 1000).toFixed(0)} s, ${memory.at(-1)?.toFixed(0)} MB`,
        );
      }
    },
  });
  const env = readEnv({ ...resendSettings(server.url), APP_TIMEZONE: "UTC", LOG_LEVEL: "silent" });
  const context = { db, env, log: createLog("bench", "silent"), now: () => new Date(), enqueue: async () => {} };
  try {
    // Of an earlier part in the same database.
    for (const table of [db.reader, db.digest, db.delivery, db.mailBatch, db.mailGate, db.story, db.show])
      await (table.deleteMany as () => Promise<unknown>)();
    const now = new Date();
    await addPlacedInsights(db, new Date(now.getTime() - 3600_000));
    const scheduleFrom = new Date(now);
    scheduleFrom.setUTCMinutes(0, 0, 0);
    for (let from = 0; from < options.readers; from += 5_000)
      await addReaders(
        db,
        Array.from({ length: Math.min(5_000, options.readers - from) }, (_, n) => ({
          email: `r${from + n}@example.com`,
          emailHour: scheduleFrom.getUTCHours(),
          scheduleFrom,
        })),
      );
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    while (accepted < options.readers) await deliverMail(context, { batchSize: options.batchSize });
    const seconds = (performance.now() - startedAt) / 1000;
    const taken = server.calls.slice(1);
    const first = server.calls[0]?.atMs ?? 0;
    const last = server.calls.at(-1)?.atMs ?? 0;
    const callsPerSecond = taken.length / Math.max(0.001, (last - first) / 1000);
    const share = options.permittedPerSecond ? callsPerSecond / options.permittedPerSecond : Number.NaN;
    const memoryRatio = (memory.at(-1) ?? 1) / (memory[1] ?? memory[0] ?? 1);
    print(
      `${options.readers} readers in ${seconds.toFixed(1)} s (${(accepted / seconds).toFixed(0)} a second; ${((cpuMs(cpu) / accepted) * 1).toFixed(2)} ms of this process's CPU each, the loopback service's part included), ${server.calls.length} calls of ${options.batchSize}, ${callsPerSecond.toFixed(2)} calls a second.`,
    );
    if (options.permittedPerSecond)
      noteRatio({ what: "calls a second to Resend", reference: "what it permits", times: share, better: "more" });
    if (options.permittedPerSecond)
      print(
        `  That is ${(share * 100).toFixed(1)} % of the ${options.permittedPerSecond} a second that the service permits; ${server.refusedForRate} calls were one too many.`,
      );
    return { share, refusedForRate: server.refusedForRate, accepted, seconds, memoryRatio };
  } finally {
    await server.stop();
    await db.$disconnect();
    await database?.stop();
  }
}

/** All of it, and what bounds the morning of many readers in one zone. */
export async function benchDelivery(
  options: { emails: number; rateReaders: number; readers: number; databaseUrl?: string },
  print: Print,
): Promise<void> {
  const composing = await benchComposing(options.emails, print);
  const permitted = 5;
  print("");
  print(
    `A service that permits ${permitted} calls a second (as Resend does), batches of 4, so that the rate and not composing is measured:`,
  );
  const where = options.databaseUrl ? { databaseUrl: options.databaseUrl } : {};
  const rated = await benchSending(
    { readers: options.rateReaders, permittedPerSecond: permitted, batchSize: 4, ...where },
    print,
  );
  const limits = [
    [composing.ratio >= 10, "cards are put together at least ten times as fast as whole emails are rendered"],
    [rated.share >= 0.95, "at least 95 % of the permitted rate is reached"],
  ] as const;
  if (options.readers > 0) {
    print("");
    print(`${options.readers} readers of one zone, batches of 100, a service without a limit:`);
    const many = await benchSending({ readers: options.readers, batchSize: 100, ...where }, print);
    const ratedSeconds = options.readers / (permitted * 100);
    print(
      `  The last one has theirs after ${many.seconds.toFixed(0)} s here. With Resend's usual ${permitted} calls of 100 a second it cannot be before ${ratedSeconds.toFixed(0)} s: ${many.seconds > ratedSeconds ? "one worker's building and storing of editions bounds it; a second worker halves that" : "the service's rate bounds it"}.`,
    );
    print(`  Memory at the end against that after a fifth: ${many.memoryRatio.toFixed(2)} times.`);
    if (many.memoryRatio > 1.25) process.exitCode = 1;
  }
  for (const [holds, what] of limits) print(`${holds ? "holds " : "FAILS "} ${what}`);
  if (limits.some(([holds]) => !holds)) process.exitCode = 1;
}
