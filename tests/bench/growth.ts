import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkplace } from "../../jobs/context";
import { buildDigests, everyone } from "../../lib/digests/build-digest";
import { openDigestSession } from "../../lib/digests/open-session";
import { readEnv } from "../../lib/env";
import { testSettings } from "../support/test-pipeline";
import { startWeb } from "../support/test-web";
import { coreMs } from "./core-time";
import { commonWord, fillLibrary, type Library } from "./made-library";
import type { Ratio } from "./ratios";

/** What a day brings: a store that is larger is one that has run for longer. */
const insightsADay = 150;
const readers = 50;
/** Each page is asked for so often, after a few times to warm up. */
const asked = 30;

/** How long things take with so many insights stored, in milliseconds. */
export interface GrowthFigure {
  stored: number;
  /** Of a core: the embedded database is in this process. */
  msADigest: number;
  /** By the page's kind; a quarter of the answers came faster, which what else the machine does changes least. */
  msAPage: Record<string, number>;
}

const lowerQuartile = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0;

async function timeOf(urls: string[]): Promise<number> {
  const times: number[] = [];
  for (let at = -5; at < asked; at++) {
    const began = performance.now();
    const response = await fetch(urls[(at + 5) % urls.length] ?? "");
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
    if (at >= 0) times.push(performance.now() - began);
  }
  return lowerQuartile(times);
}

/** Of each kind several addresses, old and new, so that none is answered from what the one before has read. */
async function pagesOf(origin: string, library: Library, topicSlugs: string[]): Promise<Record<string, string[]>> {
  const spread = (ids: string[]) =>
    Array.from({ length: asked }, (_, i) => ids[Math.floor((i / asked) * ids.length)] ?? "");
  return {
    insight: spread(library.insightIds).map((id) => `${origin}/insights/${id}`),
    story: spread(library.storyIds).map((id) => `${origin}/stories/${id}`),
    episode: spread(library.episodeIds).map((id) => `${origin}/episodes/${id}`),
    show: spread(library.showIds).map((id) => `${origin}/shows/${id}`),
    topic: topicSlugs.map((slug) => `${origin}/topics/${slug}`),
    // Words so frequent that they fill a page at every size: a smaller store would show less otherwise.
    search: Array.from({ length: asked + 5 }, (_, i) => `${origin}/search?q=${commonWord(50 + i * 10)}`),
    digests: [`${origin}/digests`],
  };
}

/**
 * What a reader's digest and each kind of page take as more is stored, at the same number of insights a day.
 * The time of placing an insight is measured by `benchStories`.
 */
export async function benchGrowth(stored: number[], print: (text: string) => void): Promise<GrowthFigure[]> {
  const figures: GrowthFigure[] = [];
  for (const insights of stored) {
    const dataDir = mkdtempSync(join(tmpdir(), "overheard growth "));
    const settings: Record<string, string> = { ...testSettings(dataDir), AUTH_SECRET: "the secret of a test" };
    const workplace = await openWorkplace(readEnv(settings), "bench");
    try {
      const { context } = workplace;
      const { db } = context;
      const library = await fillLibrary(db, { insights, transcripts: 50, days: insights / insightsADay });
      const rows = await db.reader.createManyAndReturn({
        data: Array.from({ length: readers }, (_, i) => ({ email: `r${i}@example.com`, feedToken: `t${i}` })),
        select: { id: true },
      });
      const topics = (await db.topic.findMany({ select: { slug: true } })).map(({ slug }) => slug);
      await db.follow.createMany({
        data: rows.flatMap(({ id }, i) =>
          [0, 1, 2].map((at) => ({ readerId: id, topicSlug: topics[(i * 3 + at) % topics.length] ?? "" })),
        ),
        skipDuplicates: true,
      });
      const build = async (date: string, editions: string[]) => {
        const ms = await coreMs(async () =>
          buildDigests(context, { date, editions }, await openDigestSession(db, context.now())),
        );
        return ms / editions.length;
      };
      const today = new Date().toISOString().slice(0, 10);
      await build(today, [everyone, ...rows.slice(0, 10).map(({ id }) => id)]);
      const msADigest = await build(
        today,
        rows.slice(10).map(({ id }) => id),
      );
      const web = await startWeb(settings, workplace.url);
      try {
        const msAPage: Record<string, number> = {};
        for (const [kind, urls] of Object.entries(await pagesOf(web.origin, library, topics)))
          msAPage[kind] = await timeOf(urls);
        figures.push({ stored: insights, msADigest, msAPage });
      } finally {
        await web.stop();
      }
    } finally {
      await workplace.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
    print(`${insights.toLocaleString("en")} stored, ${Math.round(insights / insightsADay)} days of them: measured`);
  }
  return figures;
}

/** So many times as long may anything take with the most stored as with the fewest. */
const mostTimes = 2;

/** What takes time, with its milliseconds at each size, the fewest stored first. */
export type GrowthRows = Record<string, { stored: number; ms: number }[]>;

/** What a new insight takes (as `benchStories` measures it), a reader's digest, and each kind of page. */
export function growthRows(
  insights: readonly { stored: number; msANewInsight: number; msAnInsight: number }[],
  rest: readonly GrowthFigure[],
): GrowthRows {
  const kinds = Object.keys(rest[0]?.msAPage ?? {});
  const pages = kinds.map((kind) => [
    `page: ${kind}`,
    rest.map(({ stored, msAPage }) => ({ stored, ms: msAPage[kind] ?? Number.NaN })),
  ]);
  return {
    "new insight": insights.map(({ stored, msANewInsight }) => ({ stored, ms: msANewInsight })),
    "placing it": insights.map(({ stored, msAnInsight }) => ({ stored, ms: msAnInsight })),
    digest: rest.map(({ stored, msADigest }) => ({ stored, ms: msADigest })),
    ...Object.fromEntries(pages),
  };
}

/** The most stored beside the fewest. @throws where there is only one size */
export function growthRatios(rows: GrowthRows): (Ratio & { isWithin: boolean })[] {
  return Object.entries(rows).map(([name, figures]) => {
    const [first, last] = [figures[0], figures.at(-1)];
    if (!first || !last || first === last) throw new Error(`Of "${name}" there are no two sizes to compare.`);
    const times = last.ms / first.ms;
    return {
      what: `${name} with ${last.stored.toLocaleString("en")} stored`,
      reference: `with ${first.stored.toLocaleString("en")}; at most ${mostTimes} × is asked for`,
      times,
      better: "less",
      isWithin: times <= mostTimes,
    };
  });
}

/** A row for each thing that takes time: milliseconds at each size, the most stored beside the fewest, the exponent of growth. */
export function growthTable(rows: GrowthRows): string {
  const ratios = growthRatios(rows);
  const lines = Object.entries(rows).map(([name, figures], i) => {
    const { times, isWithin } = ratios[i] ?? { times: Number.NaN, isWithin: false };
    const exponent = Math.log(times) / Math.log((figures.at(-1)?.stored ?? 1) / (figures[0]?.stored ?? 1));
    const cells = figures.map(({ ms }) => `${ms.toFixed(1).padStart(9)} ms`).join("");
    const mark = isWithin ? "" : `, MORE THAN ${mostTimes} TIMES`;
    return `${name.padEnd(14)}${cells}   ${times.toFixed(2)} times, exponent ${exponent.toFixed(2)}${mark}`;
  });
  const sizes = Object.values(rows)[0]?.map(({ stored }) => stored.toLocaleString("en").padStart(12)) ?? [];
  return [`stored        ${sizes.join("")}`, ...lines].join("\n");
}
