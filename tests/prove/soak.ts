import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestClock } from "pg-boss";
import { openWorkplace, type Workplace } from "../../jobs/context";
import { renderTranscript } from "../../jobs/demo/render-transcript";
import { type EpisodeScript, timeSentences } from "../../jobs/demo/script";
import { sampleShows } from "../../jobs/demo/shows";
import { handlers } from "../../jobs/handlers";
import { tick } from "../../jobs/scheduler";
import { readEnv } from "../../lib/env";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { localDate } from "../../lib/format/dates";
import { watch } from "../../lib/operations/watch";
import { jobNames } from "../../lib/queue/queue";
import type { JobData, JobName, StageContext } from "../../lib/queue/stage";
import { copyDatabaseTemplate } from "../support/database-template";
import { edited, otherNames } from "../support/many-episodes";
import { type ResendFault, startResendServer } from "../support/resend-server";
import { testSettings } from "../support/test-pipeline";

/** How much is simulated. */
export interface SoakTask {
  days: number;
  shows: number;
  readers: number;
  /** Between two ticks of the simulated clock. */
  stepMinutes: number;
}

/** What came of it. */
export interface SoakResult {
  text: string;
  /** In words; none when it holds. */
  faults: string[];
}

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
/** After the real day: rows that take their time from the database must not lie in the future. */
const firstDay = (Math.floor(Date.now() / dayMs) + 1) * dayMs;
const zones = [
  "UTC",
  "Europe/Lisbon",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
];

/** The same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What went wrong on purpose, of publishers and of the mail service; the log may speak of nothing else. */
const expectedInLog = [
  / has a problem of its own \(503\)\. It will be tried again later\.$/,
  / broke off the connection\. It will be tried again later\.$/,
  /^It is not known whether Resend took it: /,
  /^Resend /,
];

interface Publisher {
  feeds: string[];
  faults: number;
  stop(): Promise<void>;
}

/** Shows that publish an episode a day, each at an hour of its own; one answer of some thirty goes wrong. */
async function startPublisher(task: SoakTask, now: () => Date): Promise<Publisher> {
  const random = randomFrom(11);
  const scripts = sampleShows().flatMap((show) => show.episodes.filter((episode) => episode.turns.length > 0));
  const state = { faults: 0 };
  const episodeOf = (show: number, day: number): EpisodeScript => {
    const number = show + day * task.shows;
    const edition = Math.floor(number / scripts.length);
    const script = scripts[(number * 7) % scripts.length];
    if (!script) throw new Error("There are no sample scripts.");
    return edited(script, edition, otherNames(edition));
  };
  const server = createServer((request, response) => {
    const [, kind, show = "0", day = "0"] = /^\/(feed|vtt)\/(\d+)(?:\/(\d+))?/.exec(request.url ?? "") ?? [];
    const luck = random();
    if (luck < 0.035) state.faults++;
    if (luck < 0.015) return void response.writeHead(503, { "retry-after": "600" }).end();
    if (luck < 0.02) return void request.socket.destroy();
    const index = Number(show);
    if (kind === "vtt") {
      if (luck < 0.035)
        return void response.writeHead(200, { "content-type": "text/html" }).end("<html><h1>Error</h1>");
      const body = renderTranscript(timeSentences(episodeOf(index, Number(day))), "vtt");
      return void response.writeHead(200, { "content-type": "text/vtt" }).end(body);
    }
    if (kind !== "feed") return void response.writeHead(404).end();
    const publishedAt = (of: number) => firstDay + of * dayMs + ((index * 5) % 24) * hourMs + index * 60_000;
    const today = Math.floor((now().getTime() - firstDay) / dayMs);
    const days = Array.from({ length: 10 }, (_, i) => today - i).filter((of) => publishedAt(of) <= now().getTime());
    const items = days.map((of) => {
      const episode = episodeOf(index, Math.max(0, of + 10));
      return `<item><guid>${show}-${of}</guid><title>${escapeXml(episode.title)} ${of}</title><description>${escapeXml(episode.description)}</description>
        <pubDate>${new Date(publishedAt(of)).toUTCString()}</pubDate><enclosure url="http://${request.headers.host}/mp3/${show}/${of}" type="audio/mpeg" length="1"/>
        <podcast:transcript url="http://${request.headers.host}/vtt/${show}/${Math.max(0, of + 10)}" type="text/vtt"/></item>`;
    });
    const xml = `<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show ${show}</title><language>en</language>${items.join("")}</channel></rss>`;
    if (luck < 0.03) return void response.writeHead(200).end(xml.slice(0, xml.length / 2));
    response.writeHead(200, { "content-type": "application/rss+xml" }).end(xml);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  return Object.assign(state, {
    feeds: Array.from({ length: task.shows }, (_, i) => `${base}/feed/${i}`),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

const escapeXml = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** Works on everything that waits, as a worker does; what throws is tried again by the queue. */
async function workAll({ context, queue }: Workplace): Promise<void> {
  for (let idle = false; !idle; ) {
    idle = true;
    for (const name of jobNames) if ((await workOn(context, queue.boss, name)) > 0) idle = false;
  }
}

async function workOn<N extends JobName>(context: StageContext, boss: Workplace["queue"]["boss"], name: N) {
  const jobs = await boss.fetch<JobData[N]>(name, { batchSize: 20 });
  for (const job of jobs) {
    try {
      await handlers[name](context, job.data);
      await boss.complete(name, job.id);
    } catch (error) {
      context.log.warn({ job: name, err: error }, `A job failed and will be tried again: ${error}`);
      await boss.fail(name, job.id, error instanceof Error ? error : { message: String(error) });
    }
  }
  return jobs.length;
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderBytes(path) : statSync(path).size);
  }, 0);
}

interface Measure {
  day: number;
  rssBytes: number;
  diskBytes: number;
  episodes: number;
  queueRows: number;
}

/**
 * Days in minutes: shows that publish daily, readers all over the world, faults of publishers and of the mail service, on the
 * embedded database with pg-boss's and our clocks moved by hand. Looks at memory, disk, digests, deliveries and the log.
 */
export async function proveSoak(task: SoakTask, print: (line: string) => void): Promise<SoakResult> {
  const clock = new TestClock(firstDay);
  // Within a step time goes on as it does outside: who waits some seconds for a service has to see them pass.
  let stepBegan = Date.now();
  const now = () => new Date(clock.now() + Date.now() - stepBegan);
  const random = randomFrom(5);
  const mailFaults: ResendFault[] = [
    "429-with-headers",
    "500-before",
    "500-after",
    "cut-before",
    "cut-after",
    "wrong-json",
  ];
  const taken: string[] = [];
  const mail = await startResendServer({
    forgets: true,
    onTaken: (emails) => void taken.push(...emails.map((one) => one.deliveryId)),
    fault: () => (random() < 0.03 ? (mailFaults[Math.floor(random() * mailFaults.length)] ?? "none") : "none"),
  });
  const publisher = await startPublisher(task, now);
  const dataDir = mkdtempSync(join(tmpdir(), "overheard soak "));
  await copyDatabaseTemplate(dataDir);
  const env = readEnv({
    ...testSettings(dataDir),
    DIGEST_RECIPIENTS: "",
    EDITION_HOUR: "6",
    EMAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_soak",
    RESEND_BASE_URL: mail.url,
    EMAIL_FROM: "Overheard <o@example.org>",
  });
  const workplace = await openWorkplace(env, "soak", { clock });
  const log = { lines: 0, unexplained: new Set<string>() };
  const logged = (_fields: object, message: string) => {
    log.lines++;
    if (!expectedInLog.some((kind) => kind.test(message))) log.unexplained.add(message);
  };
  const context: StageContext = {
    ...workplace.context,
    now,
    log: { debug() {}, info() {}, warn: logged, error: logged },
  };
  const simulated: Workplace = { ...workplace, context };
  const measures: Measure[] = [];
  const begun = Date.now();
  try {
    for (let i = 0; i < task.readers; i++)
      await context.db.reader.create({
        data: {
          email: `reader-${i}@example.org`,
          emailVerified: true,
          feedToken: `soak-${i}`,
          timeZone: zones[i % zones.length] ?? "UTC",
          emailHour: (i * 5) % 24,
          emailDays: i % 9 === 0 ? [1, 4] : [1, 2, 3, 4, 5, 6, 7],
          createdAt: now(),
          scheduleFrom: now(),
        },
      });
    for (const url of publisher.feeds) await subscribeShow(context, { url });
    const end = firstDay + task.days * dayMs;
    while (clock.now() < end) {
      await tick(context, () => watch(context));
      await workAll(simulated);
      await clock.setTime(clock.now() + task.stepMinutes * 60_000);
      stepBegan = Date.now();
      const minute = Math.round((clock.now() - firstDay) / 60_000);
      if (minute % 60 < task.stepMinutes) await workplace.queue.boss.supervise();
      if (minute % (24 * 60) < task.stepMinutes) {
        const measure = await measureNow(simulated, dataDir, Math.round(minute / (24 * 60)));
        measures.push(measure);
        print(
          `  day ${measure.day}: ${measure.episodes} episodes, memory ${mb(measure.rssBytes)}, disk ${mb(measure.diskBytes)}, ${measure.queueRows} jobs kept, ${taken.length} emails; ${((Date.now() - begun) / 1000).toFixed(0)} s`,
        );
      }
    }
    return await judge(simulated, task, {
      measures,
      log,
      taken,
      publisher,
    });
  } finally {
    await workplace.close();
    await publisher.stop();
    await mail.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function measureNow({ context, queue }: Workplace, dataDir: string, day: number): Promise<Measure> {
  globalThis.gc?.();
  const { rows } = await queue.boss.getDb().executeSql("SELECT count(*)::int AS n FROM pgboss.job");
  return {
    day,
    rssBytes: process.memoryUsage().rss,
    diskBytes: folderBytes(dataDir),
    episodes: await context.db.episode.count({ where: { stage: "placed" } }),
    queueRows: Number(rows[0]?.n ?? 0),
  };
}

/** Stated bounds: what an episode adds to the disk (of enough of them), and how much memory may grow after the first third. */
const mostDiskBytesPerEpisode = 150_000;
const enoughEpisodes = 500;
const mostMemoryGrowth = 1.6;

async function judge(
  { context }: Workplace,
  task: SoakTask,
  seen: {
    measures: Measure[];
    log: { lines: number; unexplained: Set<string> };
    taken: string[];
    publisher: Publisher;
  },
): Promise<SoakResult> {
  const { db } = context;
  const faults: string[] = [];
  const dates = Array.from({ length: task.days - 1 }, (_, i) => localDate(new Date(firstDay + (i + 1) * dayMs), "UTC"));
  const digests = new Set(
    (await db.digest.findMany({ where: { edition: "everyone" }, select: { date: true } })).map((row) => row.date),
  );
  const missing = dates.filter((date) => !digests.has(date));
  if (missing.length > 0) faults.push(`no digest of ${missing.join(", ")}`);
  const states = await db.delivery.groupBy({ by: ["state"], _count: { _all: true } });
  const counts = Object.fromEntries(states.map((row) => [row.state, row._count._all]));
  const open = await db.delivery.count({
    where: { state: { in: ["pending", "sending"] }, createdAt: { lt: new Date(context.now().getTime() - 2 * hourMs) } },
  });
  if (open > 0) faults.push(`${open} deliveries are neither sent nor accounted for`);
  const doubles = seen.taken.length - new Set(seen.taken).size;
  if (doubles > 0) faults.push(`${doubles} emails were taken twice`);
  const accepted = await db.delivery.findMany({ where: { state: "accepted" }, select: { id: true } });
  const took = new Set(seen.taken);
  const unsent = accepted.filter((row) => !took.has(row.id)).length;
  if (unsent > 0) faults.push(`${unsent} emails count as accepted that nobody took`);
  if (seen.log.unexplained.size > 0)
    faults.push(`unexplained in the log: ${[...seen.log.unexplained].slice(0, 5).join(" | ")}`);
  const third = seen.measures[Math.floor(seen.measures.length / 3)];
  const last = seen.measures.at(-1);
  const growth = third && last ? last.rssBytes / third.rssBytes : 1;
  if (growth > mostMemoryGrowth)
    faults.push(`memory grew ${growth.toFixed(2)} times from day ${third?.day} to ${last?.day}`);
  const perEpisode =
    third && last && last.episodes > third.episodes + enoughEpisodes
      ? (last.diskBytes - third.diskBytes) / (last.episodes - third.episodes)
      : 0;
  if (perEpisode > mostDiskBytesPerEpisode)
    faults.push(`an episode adds ${Math.round(perEpisode / 1000)} kB to the disk`);
  const stages = await db.episode.groupBy({ by: ["stage"], _count: { _all: true } });
  const text = [
    `${task.days} days, ${task.shows} shows, ${task.readers} readers; ${seen.publisher.faults} faults of publishers`,
    `  episodes ${stages.map((row) => `${row._count._all} ${row.stage}`).join(", ")}`,
    `  digests of everybody's edition ${digests.size}, missing ${missing.length}`,
    `  deliveries ${Object.entries(counts)
      .map(([state, count]) => `${count} ${state}`)
      .join(", ")}; taken twice ${doubles}, accepted and not taken ${unsent}`,
    `  memory ${growth.toFixed(2)} times that of day ${third?.day}; disk ${Math.round(perEpisode / 1000)} kB an episode`,
    `  warnings and errors in the log ${seen.log.lines}, unexplained kinds of them ${seen.log.unexplained.size}`,
    ...faults.map((fault) => `  DOES NOT HOLD: ${fault}`),
  ].join("\n");
  return { text, faults };
}
