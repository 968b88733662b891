import type { CandidatePool } from "./candidates";
import { chooseDigest, type Factors, type NearMiss, scoreOf } from "./ranking";
import { ReadersView, type SentItem, type StoryContender } from "./readers-view";
import type { ReasonFact } from "./reasons";
import type { Taste } from "./taste";

/** One of the five, ready to be stored. */
export interface ChosenItem {
  insightId: string;
  storyId: string;
  score: number;
  factors: Factors;
  voices: number;
  /** The new fact, when the story was sent before. */
  updateText: string | null;
  isFill: boolean;
  reasons: ReasonFact[];
}

/** A reader's five, or everybody's. */
export interface Edition {
  chosen: ChosenItem[];
  nearMisses: NearMiss[];
}

/** From here on what was learned is worth a word. */
const muchLearned = 1.1;
/** Less alike than this to everything sent before is worth a word. */
const isUnlike = 0.85;

/**
 * Chooses a reader's five. Pure: the same pool, taste and sent items, in any order, give the same edition on any machine.
 * Work per reader is linear in the pool's stories, and little more than copying them.
 * @param sent what this edition's earlier digests showed.
 * @param topicNames by slug.
 * @param days since this edition's last digest, 1 to 7: see `freshnessEvery`.
 */
export function editionFor(
  pool: CandidatePool,
  taste: Taste,
  sent: SentItem[],
  topicNames: Map<string, string>,
  days = 1,
): Edition {
  const view = new ReadersView(pool, taste, sent, days);
  const { chosen, nearMisses } = chooseDigest(view, (a, b) => pool.likenesses.between(a.shown.number, b.shown.number), {
    fill: taste.isFilled,
  });
  return {
    nearMisses,
    chosen: chosen.map((contender) => ({
      insightId: contender.insightId,
      storyId: contender.storyId,
      score: scoreOf(contender.factors),
      factors: contender.factors,
      voices: contender.story.voices,
      updateText: contender.update,
      isFill: contender.isOutside,
      reasons: reasonsOf(contender, view, taste, pool.asOf, topicNames),
    })),
  };
}

/** What an item's rank rests on, what weighs most first. */
function reasonsOf(
  contender: StoryContender,
  view: ReadersView,
  { learned }: Taste,
  asOf: Date,
  topicNames: Map<string, string>,
): ReasonFact[] {
  const { story, isOutside } = contender;
  const { take } = contender.shown;
  const facts: ReasonFact[] = [];
  if (isOutside) facts.push({ kind: "fill" });
  if (story.voices > 1) facts.push({ kind: "voices", count: story.voices, storyId: story.id });
  const matches = view.matches(contender, topicNames);
  facts.push(...matches);
  const [liked] = story.topics
    .map(({ slug }) => ({ slug, factor: learned.topics.get(slug) ?? 1 }))
    .filter(({ factor }) => factor >= muchLearned)
    .filter(({ slug }) => !matches.some((match) => match.kind === "topic" && match.slug === slug))
    .sort((a, b) => b.factor - a.factor || (a.slug < b.slug ? -1 : 1));
  if (liked) facts.push({ kind: "learned", slug: liked.slug, name: topicNames.get(liked.slug) ?? liked.slug });
  const hours = Math.floor((asOf.getTime() - take.publishedAt.getTime()) / 3600_000);
  if (hours < 48) facts.push({ kind: "age", hours, episodeId: take.episodeId });
  const { novelty: unlike } = contender.factors;
  if (unlike > isUnlike && unlike < 1) facts.push({ kind: "novelty" });
  facts.push({ kind: "quality", value: take.quality });
  return facts;
}
