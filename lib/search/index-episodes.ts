import { z } from "zod";
import { personSlug } from "../format/slugs";
import type { StageContext } from "../queue/stage";
import { stretchesOf } from "./passages";
import { dictionaryWords } from "./search-text";
import { addTerms, clearEpisode, type EpisodeToIndex, episodesToIndex, markSearched, saveWords } from "./store";

const persons = z.array(z.object({ name: z.string() })).catch([]);

/**
 * Takes every episode into the search that was placed, or placed anew, since it was last taken in: its insights, its
 * transcript in stretches, its words for the dictionary, and who was heard. Idempotent; each episode is one transaction.
 * @returns how many episodes were taken in.
 */
export async function indexEpisodes(context: StageContext): Promise<{ indexed: number }> {
  let indexed = 0;
  for (;;) {
    const episodes = await episodesToIndex(context.db, 50);
    for (const episode of episodes) if (await indexEpisode(context, episode)) indexed++;
    if (episodes.length < 50) return { indexed };
  }
}

async function indexEpisode({ db, now }: StageContext, episode: EpisodeToIndex): Promise<boolean> {
  const segments = episode.transcript?.segments ?? [];
  const stretches = stretchesOf(segments);
  const heard = new Map<string, string>();
  const named = [...segments.map(({ speaker }) => speaker), ...persons.parse(episode.persons).map(({ name }) => name)];
  for (const name of named) {
    const slug = personSlug(name);
    if (slug !== null && name !== null && !heard.has(slug)) heard.set(slug, name.trim());
  }
  const texts = [
    ...stretches.map(({ text }) => text),
    ...episode.insights.flatMap(({ headline, body }) => [headline, body]),
    episode.title,
    ...heard.values(),
  ];
  const terms = dictionaryWords(texts.join("\n"));
  return db.$transaction(async (tx) => {
    if (!(await markSearched(tx, episode, now()))) return false;
    await clearEpisode(tx, episode.id);
    await saveWords(tx, episode, stretches, [...heard]);
    // A second time its words are known already.
    if (episode.searchedAt === null) await addTerms(tx, terms);
    return true;
  });
}
