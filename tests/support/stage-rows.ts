import type { Db } from "../../lib/db/types";

/** An insight as a test describes it; what it leaves out does not matter to it. */
export interface ToldInsight {
  show: string;
  publishedAt: Date;
  headline: string;
  body: string;
  quality?: number;
  network?: string;
  guests?: string[];
}

/** Adds an extracted episode of a show with one insight, ready to be placed. @returns the insight's id. */
export async function tell(db: Db, told: ToldInsight): Promise<string> {
  const show =
    (await db.show.findFirst({ where: { title: told.show } })) ??
    (await db.show.create({ data: { title: told.show, network: told.network ?? null } }));
  const episode = await db.episode.create({
    data: {
      showId: show.id,
      guid: `${told.show}: ${told.headline}`,
      title: `An episode of ${told.show}`,
      publishedAt: told.publishedAt,
      persons: (told.guests ?? []).map((name) => ({ name, role: "guest" })),
      stage: "extracted",
    },
  });
  const { id } = await db.insight.create({
    data: {
      episodeId: episode.id,
      key: "verbatim:0",
      headline: told.headline,
      body: told.body,
      kind: "fact",
      quoteText: told.body,
      quoteStartMs: 1000,
      quoteEndMs: 9000,
      firstSegment: 0,
      lastSegment: 0,
      quality: told.quality ?? 0.8,
      scores: {},
      extractor: "verbatim",
    },
  });
  return id;
}
