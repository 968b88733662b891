import { z } from "zod";
import type { StageContext } from "../queue/stage";
import { askModel } from "./ask-model";
import type { JudgedDraft } from "./candidates";
import type { SpokenSegment } from "./insight";
import type { InsightService } from "./openai";
import { type RawCandidate, repairPrompt, repairSchema, takenCandidateSchema } from "./prompts";
import { numberedSegments } from "./transcript-prompt";

const takenAnswer = z.object({ candidates: z.array(z.unknown()) });
const takenRepair = takenCandidateSchema.extend({ id: z.number(), withdraw: z.boolean().catch(false) });

/** Beside the cited segments, for what was cited too narrowly. */
const around = 4;
/** An answer longer than this is cut off by small models. */
const mostAtOnce = 8;

/** A candidate that does not pass the gate, with its last faults. */
export interface LostDraft extends JudgedDraft {
  /** As it was before it was to be mended. */
  original: JudgedDraft;
  /** The model took it back. */
  isWithdrawn: boolean;
}

/**
 * Has the model mend its faulty candidates once, told exactly what is wrong with each.
 * @returns what passes the gate afterwards, and what does not.
 */
export async function repairCandidates(
  context: StageContext,
  service: InsightService,
  work: {
    episodeId: string;
    segments: readonly SpokenSegment[];
    withheld: ReadonlySet<number>;
    drafts: readonly JudgedDraft[];
    toDraft: (raw: RawCandidate) => JudgedDraft;
  },
): Promise<{ passed: JudgedDraft[]; lost: LostDraft[] }> {
  const passed: JudgedDraft[] = [];
  const lost: LostDraft[] = [];
  for (let from = 0; from < work.drafts.length; from += mostAtOnce) {
    const batch = work.drafts.slice(from, from + mostAtOnce);
    const answer = await askModel(context, service, {
      purpose: "insight-repair",
      episodeId: work.episodeId,
      system: repairPrompt,
      user: batch.map((draft, at) => described(draft, from + at, work)).join("\n\n"),
      schemaName: "repairs",
      told: repairSchema,
      taken: takenAnswer,
      units: batch.length,
      mostOutputTokens: 12_000,
    });
    const mended = new Map<number, z.infer<typeof takenRepair>>();
    if (answer.outcome === "answered")
      for (const value of answer.value.candidates) {
        const repair = takenRepair.safeParse(value);
        if (repair.success) mended.set(repair.data.id, repair.data);
      }
    batch.forEach((draft, at) => {
      const repair = mended.get(from + at);
      const known = { original: draft, isWithdrawn: repair?.withdraw ?? false };
      if (repair === undefined) lost.push({ ...draft, ...known });
      else if (repair.withdraw)
        lost.push({
          ...draft,
          ...known,
          faults: [{ reason: "withdrawn", detail: "Asked to mend it, the model took it back." }, ...draft.faults],
        });
      else {
        const again = work.toDraft(repair);
        if (again.faults.length === 0) passed.push(again);
        else lost.push({ ...again, ...known });
      }
    });
  }
  return { passed, lost };
}

function described(
  { raw, draft, faults }: JudgedDraft,
  id: number,
  { segments, withheld }: { segments: readonly SpokenSegment[]; withheld: ReadonlySet<number> },
): string {
  const part = {
    first: Math.max(0, draft.firstSegment - around),
    last: Math.min(segments.length - 1, draft.lastSegment + around),
  };
  return [
    `id ${id}`,
    `Written: ${JSON.stringify(raw)}`,
    `Faults: ${faults.map((fault) => fault.detail).join(" ")}`,
    `Segments:\n${numberedSegments(segments, part, withheld)}`,
  ].join("\n");
}
