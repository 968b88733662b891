import { readFileSync } from "node:fs";
import type { Db } from "../../lib/db/types";

/** A take of the project's own set (tests/fixtures/stories). */
export interface ToldTake {
  id: string;
  text: string;
  publishedAt: string;
  show: string;
}

const lines = <T>(name: string): T[] =>
  readFileSync(new URL(`../fixtures/stories/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** The project's own set, with the story that each take tells. */
export function ownTakes(): { takes: ToldTake[]; storyOf: Map<string, string> } {
  const gold = lines<{ id: string; cluster: string }>("gold");
  return { takes: lines("items"), storyOf: new Map(gold.map(({ id, cluster }) => [id, cluster])) };
}

/** Adds takes as extracted insights, those of one show and day as one episode. Their keys are the takes' ids. */
export async function tellTakes(db: Db, takes: readonly ToldTake[], language = "en"): Promise<void> {
  const showIds = new Map<string, string>();
  for (const title of new Set(takes.map((take) => take.show))) {
    const show = (await db.show.findFirst({ where: { title } })) ?? (await db.show.create({ data: { title } }));
    showIds.set(title, show.id);
  }
  for (const [day, told] of Map.groupBy(takes, (take) => `${take.show} ${take.publishedAt}`)) {
    const [first] = told;
    if (!first) continue;
    const episode = await db.episode.create({
      data: {
        showId: showIds.get(first.show) ?? "",
        guid: `${day} ${first.id}`,
        title: day,
        publishedAt: new Date(`${first.publishedAt}T06:00:00Z`),
        stage: "extracted",
      },
    });
    await db.insight.createMany({
      data: told.map(({ id, text }) => {
        const [headline = "", ...rest] = text.split(/(?<=\.) /);
        return {
          ...{
            episodeId: episode.id,
            key: id,
            headline: headline.replace(/\.$/, ""),
            body: rest.join(" ") || headline,
          },
          ...{
            kind: "fact" as const,
            quoteText: text,
            quoteStartMs: 0,
            quoteEndMs: 9000,
            firstSegment: 0,
            lastSegment: 0,
          },
          ...{ quality: 0.7, scores: {}, extractor: "verbatim", language },
        };
      }),
    });
  }
}
