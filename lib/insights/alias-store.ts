import { z } from "zod";
import type { Db, Tx } from "../db/types";
import type { NameAlias, PublishedTexts } from "./name-spelling";

const personList = z.array(z.object({ name: z.string() })).catch([]);
/** Of a show's other episodes: more titles would hardly name anybody new. */
const mostTitles = 200;

/** What a show's transcripts are known to misspell. */
export function aliasesOfShow(db: Db, showId: string): Promise<NameAlias[]> {
  return db.nameAlias.findMany({
    where: { showId },
    orderBy: { heard: "asc" },
    select: { heard: true, spelling: true },
  });
}

/** What the publisher has written of a show and its latest episodes: titles and credited persons. */
export async function publishedTexts(db: Db, showId: string): Promise<PublishedTexts> {
  const show = await db.show.findUnique({
    where: { id: showId },
    select: {
      title: true,
      author: true,
      episodes: {
        orderBy: { publishedAt: "desc" },
        take: mostTitles,
        select: { title: true, persons: true },
      },
    },
  });
  if (show === null) return { texts: [], persons: [] };
  return {
    // An author may be a company, whose last word is no surname.
    texts: [show.title, show.author ?? "", ...show.episodes.map(({ title }) => title)],
    persons: show.episodes.flatMap(({ persons }) => personList.parse(persons).map((person) => person.name)),
  };
}

/** Remembers misspellings; the latest spelling counts, as publishers correct themselves. */
export async function saveAliases(tx: Tx, showId: string, aliases: readonly NameAlias[], at: Date): Promise<void> {
  for (const { heard, spelling } of aliases)
    await tx.nameAlias.upsert({
      where: { showId_heard: { showId, heard } },
      create: { showId, heard, spelling, updatedAt: at },
      update: { spelling, seenCount: { increment: 1 }, updatedAt: at },
    });
}
