import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startPublisher } from "../../jobs/demo/publisher";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestByDate } from "../../lib/digests/views";
import { localDate } from "../../lib/format/dates";
import { browserPath } from "../support/browser";
import { readFeeds, startInstallation } from "../support/test-pipeline";
import { startWeb } from "../support/test-web";

/** Not among our packages: what only this asks for is fetched when it does. */
const lighthouse = "lighthouse@13.5.0";
/** No page has this address: what is shown there is as empty as a page of the same build can be. */
const emptyPath = "/nothing-here";
/** A page's performance may be so far below the empty one's, and its scripts so much larger (kB, compressed). */
const mostBelow = 2;
const mostScriptKilobytes = 25;

const reportShape = z.object({
  categories: z.record(z.string(), z.object({ score: z.number().nullable() })),
  audits: z.object({
    "first-contentful-paint": z.object({ numericValue: z.number() }),
    "largest-contentful-paint": z.object({ numericValue: z.number() }),
    "speed-index": z.object({ numericValue: z.number() }),
    "total-blocking-time": z.object({ numericValue: z.number() }),
    "cumulative-layout-shift": z.object({ numericValue: z.number() }),
    "network-requests": z.object({
      details: z.object({
        items: z.array(z.object({ resourceType: z.string().optional(), transferSize: z.number() })),
      }),
    }),
  }),
});

/** What Lighthouse says of a page; of several looks the medians. */
export interface PageScores {
  performance: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
  layoutShift: number;
  scriptKilobytes: number;
  firstPaintMs: number;
  largestPaintMs: number;
  speedIndexMs: number;
  blockedMs: number;
}

/** Whether a page is as it must be: its own scores whole, nothing moving, and near an empty page of the same build. */
export function isPageFine(
  page: Pick<PageScores, "performance" | "accessibility" | "bestPractices" | "seo" | "layoutShift" | "scriptKilobytes">,
  empty: Pick<PageScores, "performance" | "scriptKilobytes">,
): boolean {
  return (
    [page.accessibility, page.bestPractices, page.seo].every((score) => score === 100) &&
    page.layoutShift < 0.001 &&
    page.performance >= empty.performance - mostBelow &&
    page.scriptKilobytes <= empty.scriptKilobytes + mostScriptKilobytes
  );
}

/** Passes everything on, and calls the empty page found: Lighthouse looks at no page that is not. */
async function frontOf(origin: string): Promise<{ server: Server; origin: string }> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = "/" } = incoming;
    const passed = request(origin + url, { method, headers }, (answer) => {
      outgoing.writeHead(url === emptyPath ? 200 : (answer.statusCode ?? 500), answer.headers);
      answer.pipe(outgoing);
    });
    passed.once("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Looks at a page. @param folder where a report may be written. */
export type LookAtPage = (url: string, folder: string) => Promise<PageScores>;

const lookByLighthouse: LookAtPage = async (url, folder) => {
  const chromePath = await browserPath();
  const output = join(folder, "report.json");
  const flags = `--chrome-flags=--headless=old --no-sandbox --disable-gpu`;
  const args = [url, "--quiet", "--output=json", `--output-path=${output}`, flags];
  const child = spawn("npm", ["exec", "--yes", `--package=${lighthouse}`, "--", "lighthouse", ...args], {
    env: { ...process.env, ...(chromePath ? { CHROME_PATH: chromePath } : {}) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`Lighthouse could not look at ${url}.\n${errors}`);
  const { categories, audits } = reportShape.parse(JSON.parse(readFileSync(output, "utf8")));
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  const scripts = audits["network-requests"].details.items.filter(({ resourceType }) => resourceType === "Script");
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    seo: score("seo"),
    layoutShift: audits["cumulative-layout-shift"].numericValue,
    firstPaintMs: audits["first-contentful-paint"].numericValue,
    largestPaintMs: audits["largest-contentful-paint"].numericValue,
    speedIndexMs: audits["speed-index"].numericValue,
    blockedMs: audits["total-blocking-time"].numericValue,
    scriptKilobytes: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000,
  };
};

const medianOf = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function rowOf(page: PageScores): string {
  const times = [page.firstPaintMs, page.largestPaintMs, page.speedIndexMs, page.blockedMs];
  return [
    String(page.performance).padStart(11),
    String(page.accessibility).padStart(15),
    String(page.bestPractices).padStart(16),
    String(page.seo).padStart(5),
    page.layoutShift.toFixed(3).padStart(14),
    `${page.scriptKilobytes.toFixed(1).padStart(7)} kB  `,
    ...times.map((ms) => ms.toFixed(0).padStart(5)),
  ].join("");
}

/** The addresses of the pages that are looked at, over the sample shows. */
async function pagesOver(context: Parameters<typeof buildDigest>[0]): Promise<Record<string, string>> {
  const yesterday = new Date(Date.now() - 24 * 3600_000);
  await buildDigest(context, { date: localDate(yesterday, "UTC"), asOf: yesterday });
  await buildDigest(context, { date: localDate(new Date(), "UTC") });
  const digest = await digestByDate(context.db, localDate(new Date(), "UTC"));
  const shared = digest?.items.find((item) => item.story.otherShows.length > 0) ?? digest?.items[0];
  if (!digest?.previousDate || !shared) throw new Error("The sample shows made no digest.");
  return {
    empty: emptyPath,
    "/": "/",
    digest: `/digests/${digest.previousDate}`,
    insight: `/insights/${shared.take.id}`,
    story: `/stories/${shared.story.id}`,
  };
}

/**
 * Looks at pages over the sample shows as Lighthouse does for a phone: everything but performance must be 100, performance
 * (the median) and scripts near those of an empty page of the same build, and nothing may move while it loads.
 * @param look another eye than Lighthouse's, which is fetched from npm.
 * @returns whether all holds.
 */
export async function proveLighthouse(
  runs: number,
  print: (line: string) => void,
  look: LookAtPage = lookByLighthouse,
): Promise<boolean> {
  const publisher = await startPublisher();
  const installation = await startInstallation();
  const folder = mkdtempSync(join(tmpdir(), "overheard lighthouse "));
  try {
    const { context } = installation.workplace;
    await readFeeds(
      installation.workplace,
      publisher.feeds.map((feed) => feed.url),
    );
    const pages = await pagesOver(context);
    const web = await startWeb(installation.settings, installation.workplace.url);
    const front = await frontOf(web.origin);
    try {
      const seen: Record<string, PageScores[]> = {};
      // By turns, so that a busy machine slows all alike.
      for (let run = 0; run < runs; run++)
        for (const [name, path] of Object.entries(pages)) {
          seen[name] ??= [];
          seen[name].push(await look(front.origin + path, folder));
        }
      const medians = (name: string) => {
        const looks = seen[name] ?? [];
        const whats = Object.keys(looks[0] ?? {}) as (keyof PageScores)[];
        return Object.fromEntries(
          whats.map((what) => [what, medianOf(looks.map((scores) => scores[what]))]),
        ) as unknown as PageScores;
      };
      const empty = medians("empty");
      let holds = true;
      print(
        "page      performance  accessibility  best practices  SEO  layout shift  scripts  first, largest paint, speed index, blocked (ms, as throttled)",
      );
      for (const name of Object.keys(pages)) {
        const page = medians(name);
        // An empty page is what the others stand beside; it says nothing that search engines could find.
        const isFine = name === "empty" || isPageFine(page, empty);
        holds &&= isFine;
        print(`${name.padEnd(10)}${rowOf(page)}${isFine ? "" : "  DOES NOT HOLD"}`);
      }
      return holds;
    } finally {
      front.server.close();
      front.server.closeAllConnections();
      await web.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await installation.stop();
    await publisher.stop();
  }
}
