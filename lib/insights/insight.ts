/** What an insight is: a claim about the world, a view, a statement about the future, or something to do. */
export type InsightKind = "fact" | "opinion" | "forecast" | "advice";

/** The verbatim words an insight rests on. */
export interface QuoteDraft {
  /** As in the transcript, at most 40 words. */
  text: string;
  startMs: number;
  endMs: number;
}

/** One claim with its evidence, before it is stored. */
export interface InsightDraft {
  /** Stable within the episode: the same extraction of the same transcript gives the same key. */
  key: string;
  /** The claim in at most 12 words, without a final full stop. */
  headline: string;
  body: string;
  kind: InsightKind;
  quote: QuoteDraft;
  /** Null where the transcript does not say who speaks. */
  speaker: string | null;
  /** Evidence: indexes of the first and last segment, inclusive. */
  firstSegment: number;
  lastSegment: number;
  /** 0 to 1; a good claim lands between 0.6 and 0.9, chat below 0.4. */
  quality: number;
  /** The components of `quality`, each 0 to 1. */
  scores: Record<string, number>;
  /** Which extractor made it, for example "verbatim". */
  extractor: string;
  /** BCP 47. */
  language: string;
  /** What only a model gives. */
  written?: WrittenDetails;
}

/** What a model gives beside the claim. Nothing of it proves anything; names and topics were checked. */
export interface WrittenDetails {
  model: string;
  promptVersion: string;
  /** What would make the claim out of date, in a line. */
  outdatedWhen: string | null;
  people: string[];
  organisations: string[];
  /** Slugs of the list. */
  topics: string[];
  /** Others, in the model's words. */
  freeTopics: string[];
  /** One line for each score. */
  scoreReasons: Record<string, string>;
}

/** Something an extractor found and the gate refused. */
export interface InsightDropDraft {
  /** A short code, see `DropReason` in gate.ts. */
  reason: string;
  /** One sentence for operators. */
  detail: string;
  /** The refused words. */
  text: string;
}

/** One piece of a transcript with its place in the recording; the shape the transcripts stage delivers. */
export interface SpokenSegment {
  startMs: number;
  endMs: number;
  speaker: string | null;
  text: string;
}
