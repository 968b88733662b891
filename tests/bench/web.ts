import { mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openWorkplace } from "../../jobs/context";
import { makeLink, spendLink } from "../../lib/accounts/link";
import { sessionCookieName } from "../../lib/accounts/session-cookie";
import type { Db } from "../../lib/db/types";
import { readEnv } from "../../lib/env";
import { localDate } from "../../lib/format/dates";
import { testSettings } from "../support/test-pipeline";
import { startWeb } from "../support/test-web";
import { fillLibrary, type Library, numbersFrom, someWord } from "./made-library";
import { noteRatio } from "./ratios";

/** What `bench web` measures with. */
export interface WebBench {
  insights: number;
  transcripts: number;
  seconds: number;
  searches: number;
  /** An empty PostgreSQL database; the embedded one where not given. */
  databaseUrl: string | undefined;
}

/** What came out. Times in milliseconds. */
export interface WebFigures {
  frontPerSecond: number;
  staticPerSecond: number;
  /** Of `/` to the static page. */
  ratio: number;
  signedInP99Ms: number;
  searchP50Ms: number;
  searchP95Ms: number;
}

/** What `/` must reach beside a static page, and what times (ms) may take with everything stored on PostgreSQL. */
const marks = { leastRatio: 0.9, mostSignedInP99Ms: 100, mostSearchP95Ms: 150 };

/**
 * The marks that figures miss, each in a sentence; none where all are met.
 * @param isOnServer whether they were measured on PostgreSQL, which the marks for times are about; the embedded database's
 *   times stand beside them for comparison.
 */
export function missedWebMarks(
  { ratio, signedInP99Ms, searchP95Ms }: Pick<WebFigures, "ratio" | "signedInP99Ms" | "searchP95Ms">,
  isOnServer: boolean,
): string[] {
  // What could not be measured (NaN) is no mark that was met.
  const isMissed = (isMet: boolean, sentence: string) => (isMet ? [] : [sentence]);
  return [
    ...isMissed(
      ratio >= marks.leastRatio,
      `/ was answered ${ratio.toFixed(2)} times as often as a static page; it must be ${marks.leastRatio} at least.`,
    ),
    ...(isOnServer
      ? [
          ...isMissed(
            signedInP99Ms < marks.mostSignedInP99Ms,
            `A signed-in / took ${signedInP99Ms.toFixed(1)} ms at p99; it must be under ${marks.mostSignedInP99Ms} ms.`,
          ),
          ...isMissed(
            searchP95Ms < marks.mostSearchP95Ms,
            `A search took ${searchP95Ms.toFixed(1)} ms at p95; it must be under ${marks.mostSearchP95Ms} ms.`,
          ),
        ]
      : []),
  ];
}

const percentile = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

/** One request over kept connections. @returns its status and time. */
function ask(url: string, agent: Agent, headers: Record<string, string> = {}): Promise<{ status: number; ms: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      response.resume();
      response.once("end", () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - started }));
    }).once("error", reject);
  });
}

/** How many requests of an address are answered a second, eight at a time. */
async function perSecond(url: string, seconds: number, wanted: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() < until) {
        const { status } = await ask(url, agent);
        if (status !== wanted) throw new Error(`${url} answered ${status}.`);
        done++;
      }
    }),
  );
  agent.destroy();
  return done / ((performance.now() - started) / 1000);
}

/** Everybody's and a reader's digest of today over the newest insights, and the reader's session. @returns the cookie. */
async function addReader(db: Db, settings: Record<string, string>, origin: string, library: Library): Promise<string> {
  const env = readEnv({ ...settings, APP_URL: origin });
  const link = await makeLink(db, env, "reader@example.com");
  const token = new URL(link).pathname.split("/").at(-1) ?? "";
  const spent = await spendLink(db, env, token, "bench");
  if (!spent) throw new Error("The reader could not sign in.");
  const reader = await db.reader.findFirstOrThrow({ where: { email: "reader@example.com" } });
  for (const edition of ["everyone", reader.id])
    await db.digest.create({
      data: {
        edition,
        date: localDate(new Date(), "UTC"),
        asOf: new Date(),
        quiet: false,
        episodeCount: 40,
        showCount: 20,
        items: {
          create: [0, 10, 20, 30, 40].map((at, index) => ({
            rank: index + 1,
            insightId: library.insightIds[at] ?? "",
            storyId: library.storyIds[Math.floor(at / 3)] ?? "",
            score: 1 - index / 10,
            factors: { quality: 0.8, corroboration: 0, freshness: 1, affinity: 1, novelty: 1 },
            voices: 1,
          })),
        },
      },
    });
  return `${sessionCookieName(env)}=${encodeURIComponent(spent.cookie.value)}`;
}

/** Queries as people make them: one word, two, a phrase, a beginning, a slip of the finger. */
function someQuery(random: () => number): string {
  const word = someWord();
  const kind = Math.floor(random() * 5);
  if (kind === 0) return word;
  if (kind === 1) return `${word} ${someWord()}`;
  if (kind === 2) return `"${word} ${someWord()}"`;
  if (kind === 3) return `${word.slice(0, 4)}*`;
  return word.length > 4 ? word.slice(0, 2) + word.slice(3) : word;
}

async function scriptKilobytes(origin: string, path: string): Promise<number> {
  const html = await (await fetch(origin + path)).text();
  const files = new Set(
    [...html.matchAll(/src="(\/_next\/static\/[^"]+\.js)"(?![^>]*noModule)/gu)].map((match) => match[1]),
  );
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(Buffer.from(await (await fetch(origin + file)).arrayBuffer())).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** Measures the pages: the kept front page beside a static page, a reader's front page, and the search. */
export async function benchWeb(options: WebBench, print: (text: string) => void): Promise<WebFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard bench "));
  const settings: Record<string, string> = {
    ...testSettings(dataDir),
    AUTH_SECRET: "the secret of a test",
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
  };
  const workplace = await openWorkplace(readEnv(settings), "bench");
  try {
    const { db } = workplace.context;
    const filling = performance.now();
    const library = await fillLibrary(db, options);
    print(
      `${options.insights.toLocaleString("en")} insights and ${options.transcripts.toLocaleString("en")} transcripts of an hour on ${options.databaseUrl ? "PostgreSQL" : "the embedded database"} (filled in ${Math.round((performance.now() - filling) / 1000)} s)`,
    );
    const web = await startWeb(settings, workplace.url);
    try {
      const cookie = await addReader(db, settings, web.origin, library);
      const agent = new Agent({ keepAlive: true, maxSockets: 4 });
      for (const path of ["/", "/nothing-here"]) await perSecond(web.origin + path, 1, path === "/" ? 200 : 404);
      // By turns, so that a busy machine slows both.
      const rounds: { front: number; plain: number }[] = [];
      for (let round = 0; round < 4; round++)
        rounds.push({
          front: await perSecond(`${web.origin}/`, options.seconds / 4, 200),
          plain: await perSecond(`${web.origin}/nothing-here`, options.seconds / 4, 404),
        });
      const frontPerSecond = rounds.reduce((sum, round) => sum + round.front, 0) / rounds.length;
      const staticPerSecond = rounds.reduce((sum, round) => sum + round.plain, 0) / rounds.length;
      print(
        `/ kept ready: ${frontPerSecond.toFixed(0)} requests a second, ${(frontPerSecond / staticPerSecond).toFixed(2)} × a static page of the same server (${staticPerSecond.toFixed(0)})`,
      );
      noteRatio({
        ...{ what: "requests a second for /", reference: "a static page of the same server", better: "more" },
        times: frontPerSecond / staticPerSecond,
      });
      const signedIn = await timesOf(200, async () => ask(`${web.origin}/`, agent, { cookie }));
      print(
        `/ signed in: p50 ${percentile(signedIn, 0.5).toFixed(1)} ms, p99 ${percentile(signedIn, 0.99).toFixed(1)} ms`,
      );
      const random = numbersFrom(11);
      const searches = await timesOf(options.searches, async () =>
        ask(`${web.origin}/search?q=${encodeURIComponent(someQuery(random))}`, agent),
      );
      print(
        `/search: p50 ${percentile(searches, 0.5).toFixed(1)} ms, p95 ${percentile(searches, 0.95).toFixed(1)} ms over ${searches.length} queries`,
      );
      for (const path of ["/", `/insights/${library.insightIds[0]}`, "/topics", "/search"])
        print(`scripts of ${path.slice(0, 12)}: ${(await scriptKilobytes(web.origin, path)).toFixed(1)} kB gzipped`);
      agent.destroy();
      return {
        frontPerSecond,
        staticPerSecond,
        ratio: frontPerSecond / staticPerSecond,
        signedInP99Ms: percentile(signedIn, 0.99),
        searchP50Ms: percentile(searches, 0.5),
        searchP95Ms: percentile(searches, 0.95),
      };
    } finally {
      await web.stop();
    }
  } finally {
    await workplace.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** One after the other, after a few to warm up. */
async function timesOf(count: number, request: () => Promise<{ status: number; ms: number }>): Promise<number[]> {
  const times: number[] = [];
  for (let at = -10; at < count; at++) {
    const { status, ms } = await request();
    if (status !== 200) throw new Error(`It answered ${status}.`);
    if (at >= 0) times.push(ms);
  }
  return times;
}
