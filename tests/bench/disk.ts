import { timeSentences } from "../../jobs/demo/script";
import { sampleShows } from "../../jobs/demo/shows";
import type { Db } from "../../lib/db/types";
import { extractInsights } from "../../lib/insights/extract-insights";
import type { StageContext } from "../../lib/queue/stage";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { assignStories } from "../../lib/stories/assign-stories";
import { edited, otherNames } from "../support/many-episodes";
import { startInstallation } from "../support/test-pipeline";
import { keptAnswerMegabytes } from "./kept-answers";

/** Sentences of an hour's talk; the average podcast has about 150 words a minute. */
const wordsAnHour = 9_000;

/** What people say on all sample shows, with other names and numbers in each edition. */
function sentencesOf(edition: number): { speaker: string; text: string }[] {
  const edit = otherNames(edition);
  return sampleShows().flatMap((show) =>
    show.episodes.flatMap((episode) =>
      timeSentences(edited(episode, edition, edit)).map(({ speaker, text }) => ({ speaker, text })),
    ),
  );
}

async function addHour(db: Db, at: number, showIds: string[]): Promise<string> {
  // Names of some dozen editions: what people say anew grows slower than how much they say.
  const said = sentencesOf(at % 24);
  const segments: { index: number; startMs: number; endMs: number; speaker: string; text: string }[] = [];
  for (let words = 0, next = at * 37; words < wordsAnHour; next++) {
    const { speaker, text } = said[next % said.length] ?? { speaker: "", text: "" };
    const startMs = (words / wordsAnHour) * 3600_000;
    words += text.split(" ").length;
    const endMs = (words / wordsAnHour) * 3600_000;
    segments.push({ index: segments.length, startMs: Math.round(startMs), endMs: Math.round(endMs), speaker, text });
  }
  const { id } = await db.episode.create({
    data: {
      showId: showIds[at % showIds.length] ?? "",
      guid: `hour ${at}`,
      title: `An hour, number ${at}`,
      descriptionText: "What was said in an hour, and by whom. ".repeat(20),
      publishedAt: new Date(Date.now() - at * 60_000),
      enclosureUrl: `https://cdn.example/${at}.mp3`,
      stage: "transcribed",
    },
  });
  await db.transcript.create({
    data: {
      ...{ episodeId: id, format: "vtt", sourceUrl: "https://example.com/t.vtt", language: "en", timing: "publisher" },
      wordCount: wordsAnHour,
      segments: { create: segments },
    },
  });
  return id;
}

async function addHours(context: StageContext, from: number, to: number, showIds: string[]): Promise<void> {
  for (let at = from; at < to; at++) {
    const episodeId = await addHour(context.db, at, showIds);
    await extractInsights(context, { episodeId });
  }
  await assignStories(context);
  await indexEpisodes(context);
}

/** Bytes of each table with its indexes. */
async function tableBytes(db: Db): Promise<Map<string, number>> {
  await db.$executeRawUnsafe("VACUUM");
  const rows = await db.$queryRaw<{ name: string; bytes: number }[]>`
    SELECT n.nspname || '.' || c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('public', 'derived', 'pgboss')`;
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

/**
 * How much the database grows by 1,000 episodes of an hour, each read, placed and taken into the search; and by what paid services
 * answer about them, where there are any.
 */
export async function benchDisk(
  options: { episodes: number },
  print: (text: string) => void,
): Promise<{ megabytesPerThousand: number; answers: Record<string, number> }> {
  const { workplace, stop } = await startInstallation();
  try {
    const { context } = workplace;
    const { db } = context;
    const shows = await db.show.createManyAndReturn({
      data: Array.from({ length: 20 }, (_, at) => ({ title: `Show ${at}`, language: "en" })),
      select: { id: true },
    });
    const showIds = shows.map(({ id }) => id);
    // The first ones make what does not grow: words of the search, pages of indexes.
    const first = Math.ceil(options.episodes / 4);
    await addHours(context, 0, first, showIds);
    const before = await tableBytes(db);
    await addHours(context, first, first + options.episodes, showIds);
    const after = await tableBytes(db);
    const insights = await db.insight.count();
    const grown = [...after]
      .map(([name, bytes]) => ({
        name: name.replace(/^public\./, ""),
        megabytes: ((bytes - (before.get(name) ?? 0)) / 2 ** 20 / options.episodes) * 1000,
      }))
      .sort((a, b) => b.megabytes - a.megabytes);
    const total = grown.reduce((sum, { megabytes }) => sum + megabytes, 0);
    const transcripts = grown
      .filter(({ name }) => ["Segment", "SearchPassage"].includes(name))
      .reduce((sum, { megabytes }) => sum + megabytes, 0);
    print(
      `Disk, by ${options.episodes} episodes of an hour with ${(insights / (first + options.episodes)).toFixed(1)} insights each: ${total.toFixed(0)} MB for 1,000 episodes`,
    );
    print(
      `  transcripts and their search ${transcripts.toFixed(0)} MB, which TRANSCRIPT_RETENTION_DAYS bounds; all else ${(total - transcripts).toFixed(0)} MB`,
    );
    for (const { name, megabytes } of grown.slice(0, 6)) print(`  ${name.padEnd(18)} ${megabytes.toFixed(1)} MB`);
    const episodes = await db.episode.findMany({
      take: options.episodes,
      select: {
        id: true,
        transcript: {
          select: { segments: { orderBy: { index: "asc" }, select: { startMs: true, endMs: true, text: true } } },
        },
      },
    });
    const answers = await keptAnswerMegabytes(
      db,
      episodes.map(({ id, transcript }) => ({ id, sentences: transcript?.segments ?? [] })),
      insights / (first + options.episodes),
    );
    print("  beside that, where paid services are used, their answers, kept so that none is paid for twice:");
    for (const [what, megabytes] of Object.entries(answers)) print(`  ${what.padEnd(44)} ${megabytes.toFixed(1)} MB`);
    return { megabytesPerThousand: total, answers };
  } finally {
    await stop();
  }
}
