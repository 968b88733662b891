import { z } from "zod";
import type { StageContext } from "../queue/stage";
import { askModel } from "./ask-model";
import { bounded } from "./candidates";
import type { InsightDraft, SpokenSegment } from "./insight";
import type { InsightService } from "./openai";
import { reviewPrompt, reviewSchema } from "./prompts";
import { numberedSegments } from "./transcript-prompt";

const takenVerdict = z.object({
  id: z.number(),
  supported: z.boolean(),
  novelty: z.number().catch(Number.NaN),
  usefulness: z.number().catch(Number.NaN),
  specificity: z.number().catch(Number.NaN),
  evidence: z.number().catch(Number.NaN),
});
const takenAnswer = z.object({ verdicts: z.array(z.unknown()) });

/** Claims of one question. */
const mostAtOnce = 12;
const scoreNames = ["novelty", "usefulness", "specificity", "evidence"] as const;

/** What became of claims that were held against their evidence. */
export interface Review {
  supported: InsightDraft[];
  unsupported: InsightDraft[];
  /** No verdict came, asked twice. */
  unchecked: InsightDraft[];
  /** Why there was none. */
  why: string;
}

/**
 * Has each claim checked by a yes or no against its cited segments alone: names and numbers can be right and the relation
 * between them wrong, which no rule sees. Claims without a verdict are asked about once more. Claims are ranked by the scores of
 * this question alone: it compares all of an episode on one scale, and shows neither title and notes nor the rest of the talk, so
 * that an order in them that no rule knows changes no rank.
 */
export async function reviewClaims(
  context: StageContext,
  service: InsightService,
  work: { episodeId: string; segments: readonly SpokenSegment[]; drafts: readonly InsightDraft[] },
): Promise<Review> {
  const review: Review = { supported: [], unsupported: [], unchecked: [], why: "" };
  let open = [...work.drafts.entries()];
  for (let tries = 0; tries < 2 && open.length > 0; tries++) {
    const left: typeof open = [];
    for (let from = 0; from < open.length; from += mostAtOnce) {
      const batch = open.slice(from, from + mostAtOnce);
      const answer = await askModel(context, service, {
        purpose: "insight-review",
        episodeId: work.episodeId,
        system: reviewPrompt,
        user: `${tries > 0 ? "Give a verdict for every number.\n\n" : ""}${batch.map(([id, draft]) => described(id, draft, work.segments)).join("\n\n")}`,
        schemaName: "verdicts",
        told: reviewSchema,
        taken: takenAnswer,
        units: batch.length,
        mostOutputTokens: 6_000,
      });
      const verdicts = new Map<number, z.infer<typeof takenVerdict>>();
      if (answer.outcome === "answered")
        for (const value of answer.value.verdicts) {
          const verdict = takenVerdict.safeParse(value);
          if (verdict.success) verdicts.set(verdict.data.id, verdict.data);
        }
      else
        review.why =
          answer.outcome === "refused" || answer.outcome === "rejected"
            ? `the model would not say (${answer.why})`
            : `its answer was ${answer.outcome}`;
      for (const [id, draft] of batch) {
        const verdict = verdicts.get(id);
        if (verdict === undefined) left.push([id, draft]);
        else if (!verdict.supported) review.unsupported.push(draft);
        else review.supported.push({ ...draft, scores: rescored(draft, verdict) });
      }
    }
    open = left;
  }
  review.unchecked = open.map(([, draft]) => draft);
  review.why ||= "no verdict was given";
  return review;
}

function rescored(draft: InsightDraft, verdict: z.infer<typeof takenVerdict>): Record<string, number> {
  return Object.fromEntries(
    scoreNames.map((name) => [
      name,
      Number.isFinite(verdict[name]) ? bounded(verdict[name]) : (draft.scores[name] ?? 0),
    ]),
  );
}

function described(id: number, draft: InsightDraft, segments: readonly SpokenSegment[]): string {
  const part = { first: draft.firstSegment, last: draft.lastSegment };
  const speaker = draft.speaker === null ? "" : `\nSaid by: ${draft.speaker}`;
  return `${id}. Claim (${draft.kind}): ${draft.headline}. ${draft.body}${speaker}\nSegments:\n${numberedSegments(segments, part, new Set())}`;
}
