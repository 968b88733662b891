import { z } from "zod";
import type { StageContext } from "../queue/stage";
import type { Chapter } from "../transcripts/chapters";
import { promoSegments } from "./advertisement";
import { type Asked, askModel, type Question } from "./ask-model";
import { type DraftSource, draftOfCandidate, type JudgedDraft, qualityOfScores } from "./candidates";
import { type DropReason, type GateEvidence, type GateFault, gateFaults } from "./gate";
import type { InsightDraft, InsightDropDraft, SpokenSegment } from "./insight";
import type { NameAlias } from "./name-spelling";
import { type InsightService, InsightServiceError } from "./openai";
import { orderSegments, withoutOrders } from "./orders";
import { type Part, planParts, segmentTokens } from "./parts";
import {
  mostCandidates,
  promptVersion,
  type RawCandidate,
  readPrompt,
  readSchema,
  takenCandidateSchema,
} from "./prompts";
import { type LostDraft, repairCandidates } from "./repair-candidates";
import { reviewClaims } from "./review-claims";
import { claimLikeness } from "./same-claim";
import { runsOf, type SegmentRun } from "./segment-runs";
import { trailingTooMany } from "./trailing-clauses";
import { type AboutEpisode, partQuestion } from "./transcript-prompt";

/** An episode as a model reads it. */
export interface EpisodeToRead {
  id: string;
  showTitle: string;
  title: string;
  description: string;
  persons: readonly string[];
  publishedAt: Date;
  language: string | null;
  segments: readonly SpokenSegment[];
  chapters: readonly Chapter[];
  aliases: readonly NameAlias[];
  /** That may be chosen. */
  topics: readonly { slug: string; name: string }[];
}

/** What a reading came to. */
export interface EpisodeReading {
  /** The best first, at most `mostCandidates`. */
  insights: InsightDraft[];
  /** What the model called promotion, in order. */
  promotion: SegmentRun[];
  drops: InsightDropDraft[];
  /** What was wrong with a part's answer or with all; null where nothing was. */
  trouble: { state: "refused" | "truncated" | "invalid"; reason: string; isWhole: boolean } | null;
  /** Everything that was found wrong with what the model wrote, mended or not, counted by kind. */
  faults: Record<string, number>;
  parts: number;
  /** What the model gave, what of it passed the gate at once, and what after it was mended. */
  candidates: { given: number; passed: number; mended: number };
}

/** Said twice at borders, so that a claim that spans one is whole in one part. */
const overlapTokens = 600;
/** A part of less is not split once more. */
const smallestPartTokens = 1_200;
/** Ten insights are about 3,500 tokens; thinking takes some of the rest. */
const mostOutputTokens = 16_000;
/** Room in the context for instructions, schema and notes. */
const promptTokens = 4_000;

const takenAnswer = z.object({
  promotion: z.array(z.object({ first_segment: z.number(), last_segment: z.number() })).catch([]),
  candidates: z.array(z.unknown()),
});

/**
 * Has a model read an episode: in parts where it is long, each part once; faults are named and mended once; what the gate
 * lets pass is merged, checked against its evidence by a yes or no, and ranked by us.
 * @throws InsightServiceError, BudgetError; what was answered until then is kept and not asked again.
 */
export async function readEpisode(
  context: StageContext,
  service: InsightService,
  episode: EpisodeToRead,
): Promise<EpisodeReading> {
  const { segments } = episode;
  const withheld = orderSegments(segments);
  const promo = new Set(promoSegments(segments).flatMap((kind, index) => (kind === null ? [] : [index])));
  const about = aboutOf(episode);
  const drops: InsightDropDraft[] = [];
  const faults: Record<string, number> = {};
  const count = (kind: string) => {
    faults[kind] = (faults[kind] ?? 0) + 1;
  };
  const drop = (reason: DropReason, detail: string, text: string) => drops.push({ reason, detail, text });

  const partTokens = Math.max(
    smallestPartTokens,
    Math.min(
      context.env.INSIGHT_PART_TOKENS,
      service.model.contextTokens - Math.min(mostOutputTokens, service.model.outputTokens) - promptTokens,
    ),
  );
  const parts = planParts(segments, { mostTokens: partTokens, overlapTokens }, episode.chapters);
  const answers = await allOrNothing(
    parts.map(
      (part, index) => () =>
        readPart({ context, service, episode, about, withheld }, part, { number: index + 1, count: parts.length }),
    ),
  );
  const read = answers.flat();
  const source: DraftSource = {
    segments,
    metadata: metadataOf(about),
    aliases: episode.aliases,
    language: episode.language ?? "en",
    topics: new Set(episode.topics.map(({ slug }) => slug)),
    model: service.name,
    promptVersion,
  };
  const called = new Set(
    read.flatMap(({ answer, part }) => (answer.outcome === "answered" ? promotionOf(answer.value, part) : [])),
  );
  for (const index of called) promo.add(index);
  const evidence: GateEvidence = {
    segments,
    metadata: source.metadata,
    publishedAt: episode.publishedAt,
    aliases: episode.aliases,
    promoSegments: new Set([...promo, ...withheld]),
  };

  const toDraft = (raw: RawCandidate): JudgedDraft => {
    const { draft, movedEvidence } = draftOfCandidate(raw, source);
    if (movedEvidence) count("wrong-segments");
    const found = gateFaults(draft, evidence, "written");
    if (raw.is_promotion) found.push({ reason: "advertisement", detail: "The model itself calls it promotion." });
    return { raw, draft, faults: found };
  };
  const drafts: JudgedDraft[] = [];
  for (const { answer } of read) {
    if (answer.outcome !== "answered") continue;
    for (const value of answer.value.candidates.slice(0, mostCandidates * 2)) {
      const raw = takenCandidateSchema.safeParse(value);
      if (raw.success) drafts.push(toDraft(raw.data));
      else {
        count("invalid-answer");
        drop("invalid-answer", issuesOf(raw.error), JSON.stringify(value)?.slice(0, 500) ?? "");
      }
    }
  }
  for (const draft of drafts) for (const fault of draft.faults) count(fault.reason);

  const good = drafts.filter((draft) => draft.faults.length === 0);
  const trailing = new Set(trailingTooMany(good, ({ draft }) => draft));
  for (const _ of trailing) count(trailingFault.reason);
  const faulty = [
    ...drafts.filter((draft) => draft.faults.length > 0),
    ...[...trailing].map((draft) => ({ ...draft, faults: [trailingFault] })),
  ];
  const hopeless = (draft: JudgedDraft) => draft.raw.is_promotion;
  const mended = await repairCandidates(context, service, {
    episodeId: episode.id,
    segments,
    withheld,
    drafts: faulty.filter((draft) => !hopeless(draft)),
    toDraft,
  });
  // An ending is no reason to lose what is true.
  const isOnlyTrailing = ({ original, isWithdrawn }: LostDraft) =>
    !isWithdrawn && original.faults.length === 1 && original.faults[0] === trailingFault;
  const spared = mended.lost.filter(isOnlyTrailing).map(({ original }) => original);
  for (const draft of [...faulty.filter(hopeless), ...mended.lost.filter((one) => !isOnlyTrailing(one))])
    drop(draft.faults[0]?.reason ?? "withdrawn", faultsInWords(draft.faults), draft.draft.body);

  const { kept, doubled } = withoutDoubles([...good.filter((one) => !trailing.has(one)), ...spared, ...mended.passed]);
  for (const draft of doubled) drop("said-twice", "Another part of the episode gave the same claim.", draft.body);
  const reviewed = await reviewClaims(context, service, {
    episodeId: episode.id,
    segments,
    drafts: kept,
  });
  for (const draft of reviewed.unsupported) {
    count("not-supported");
    drop(
      "not-supported",
      "Checked against its evidence, the claim is not what was said.",
      `${draft.headline}. ${draft.body}`,
    );
  }
  for (const draft of reviewed.unchecked) drop("not-checked", reviewed.why, draft.body);

  const ranked = reviewed.supported
    .map((draft) => ({ ...draft, quality: qualityOfScores(draft.scores as Parameters<typeof qualityOfScores>[0]) }))
    .sort((a, b) => b.quality - a.quality || a.firstSegment - b.firstSegment);
  const trouble =
    troubleOf(read.map(({ answer }) => answer)) ??
    (reviewed.unchecked.length > 0 && ranked.length === 0
      ? { state: "invalid" as const, reason: `Its claims could not be checked: ${reviewed.why}`, isWhole: true }
      : null);
  // A candidate that the model itself calls promotion says so of what it cites.
  for (const { raw, draft } of drafts)
    if (raw.is_promotion && draft.lastSegment - draft.firstSegment < longestPromotion)
      for (let index = draft.firstSegment; index <= draft.lastSegment; index++) called.add(index);
  return {
    insights: distinctKeys(ranked.slice(0, mostCandidates)),
    promotion: runsOf(called),
    drops,
    trouble,
    faults,
    parts: read.length,
    candidates: { given: drafts.length, passed: good.length, mended: mended.passed.length },
  };
}

type PartAnswer = { part: Part; answer: Asked<z.infer<typeof takenAnswer>> };

interface Reading {
  context: StageContext;
  service: InsightService;
  episode: EpisodeToRead;
  about: AboutEpisode;
  withheld: ReadonlySet<number>;
}

/** Reads one part; where the answer is cut off or the part too long, its halves. */
async function readPart(reading: Reading, part: Part, place: { number: number; count: number }): Promise<PartAnswer[]> {
  const { context, service, episode } = reading;
  const size = episode.segments.slice(part.first, part.last + 1).reduce((sum, one) => sum + segmentTokens(one), 0);
  const question: Question<z.infer<typeof takenAnswer>> = {
    purpose: "insights",
    episodeId: episode.id,
    system: readPrompt(episode.topics),
    user: partQuestion(reading.about, episode.segments, part, place, reading.withheld),
    schemaName: "insights",
    told: readSchema,
    taken: takenAnswer,
    units: size / 1_000,
    mostOutputTokens,
  };
  let answer: PartAnswer["answer"];
  try {
    answer = await askModel(context, service, question);
  } catch (error) {
    if (!(error instanceof InsightServiceError) || error.fault !== "tooLong") throw error;
    answer = { outcome: "truncated" };
  }
  if (answer.outcome === "invalid")
    answer = await askModel(context, service, {
      ...question,
      purpose: "insight-repair",
      user: `${question.user}\n\nYour last answer had another form than was asked for: ${answer.faults} Answer again, in the form.`,
      units: 10,
    });
  if (answer.outcome !== "truncated" || size < smallestPartTokens) return [{ part, answer }];
  const halves = planParts(
    episode.segments,
    { mostTokens: Math.ceil(size * 0.7), overlapTokens: Math.min(overlapTokens, Math.floor(size / 8)) },
    episode.chapters,
    part,
  );
  if (halves.length < 2) return [{ part, answer }];
  const answers = await allOrNothing(halves.map((half) => () => readPart(reading, half, place)));
  return answers.flat();
}

/** Runs all at once and waits for every one: what is answered is paid for and kept, even where another one failed. */
async function allOrNothing<T>(work: (() => Promise<T>)[]): Promise<T[]> {
  const results = await Promise.allSettled(work.map((one) => one()));
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** What the publisher says of an episode, without sentences that speak to machines. */
function aboutOf(episode: EpisodeToRead): AboutEpisode {
  return {
    showTitle: withoutOrders(episode.showTitle),
    episodeTitle: withoutOrders(episode.title),
    notes: withoutOrders(episode.description),
    persons: episode.persons.map(withoutOrders).filter(Boolean),
    publishedAt: episode.publishedAt,
    language: episode.language,
  };
}

const metadataOf = ({ showTitle, episodeTitle, notes, persons }: AboutEpisode) => [
  showTitle,
  episodeTitle,
  notes,
  ...persons,
];

const trailingFault: GateFault = {
  reason: "trailing-clause",
  detail: 'The body ends in ", …ing"; say it in a sentence of its own or leave it out.',
};

/** Evidence of so many segments is no single message. */
const longestPromotion = 12;

/** A model that marks more than this share of a part as promotion is not believed. */
const mostPromotion = 0.35;

function promotionOf(answer: z.infer<typeof takenAnswer>, { first, last }: Part): number[] {
  const marked = new Set<number>();
  for (const { first_segment, last_segment } of answer.promotion) {
    // A model may write half segments, which the stored marks cannot hold.
    const from = Math.max(first, Math.round(first_segment));
    for (let index = from; index <= Math.min(last, Math.round(last_segment)); index++) marked.add(index);
  }
  return marked.size > (last - first + 1) * mostPromotion ? [] : [...marked];
}

const issuesOf = (error: z.ZodError) =>
  error.issues
    .slice(0, 4)
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
    .join("; ");

const faultsInWords = (faults: readonly GateFault[]) => faults.map((fault) => fault.detail).join(" ");

function withoutDoubles(drafts: readonly JudgedDraft[]): { kept: InsightDraft[]; doubled: InsightDraft[] } {
  const kept: InsightDraft[] = [];
  const doubled: InsightDraft[] = [];
  const best = drafts
    .map(({ draft }) => draft)
    .sort((a, b) => b.quality - a.quality || a.firstSegment - b.firstSegment);
  for (const draft of best) (kept.some((other) => claimLikeness(other, draft) > 0) ? doubled : kept).push(draft);
  return { kept, doubled };
}

/** Two claims may rest on one quote; their keys must differ. */
function distinctKeys(drafts: InsightDraft[]): InsightDraft[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const times = seen.get(draft.key) ?? 0;
    seen.set(draft.key, times + 1);
    return times === 0 ? draft : { ...draft, key: `${draft.key}+${times}` };
  });
}

function troubleOf(answers: readonly PartAnswer["answer"][]): EpisodeReading["trouble"] {
  const bad = answers.flatMap((answer) => (answer.outcome === "answered" ? [] : [answer]));
  const [worst] = bad;
  if (worst === undefined) return null;
  const isWhole = bad.length === answers.length;
  const which = isWhole ? "the episode" : `${bad.length} of its ${answers.length} parts`;
  const reasons = {
    refused: `The model would not read ${which}${worst.outcome === "refused" ? ` (${worst.why.replace(/\.$/u, "")})` : ""}.`,
    truncated: `The model's answer about ${which} was cut off, also when asked in smaller parts.`,
    rejected: worst.outcome === "rejected" ? `${worst.why.replace(/\.$/u, "")}${isWhole ? "" : `, for ${which}`}.` : "",
    invalid: `The model's answer about ${which} had not the form that was asked for, twice.`,
  };
  return { state: worst.outcome === "rejected" ? "invalid" : worst.outcome, reason: reasons[worst.outcome], isWhole };
}
