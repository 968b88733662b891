import { gateFaults } from "../../lib/insights/gate";
import type { InsightDraft } from "../../lib/insights/insight";
import { wordsIn } from "../../lib/insights/words";
import type { EvalEpisode } from "./episodes";

/** Words that lean on what was said before, where a text opens with them. Written apart from the extractor's own list. */
const leansBack =
  /^(?:and|but|so|or|because|cause|which|who|whose|then|also|well|yeah|yes|no|okay|ok|oh|right|like|i|we|you|he|she|it|they|this|that|these|those|there|here|him|her|them|his|its|their|my|our|your|me|us|what|why|how|when|where|anyway|anyways|um|uh|hey|hi|hello|thanks|let|dude|man|wow)(?:['’]\w+)?\b/iu;
const pointsBack =
  /\b(?:as (?:i|we) (?:said|mentioned)|like (?:i|you) said|the (?:former|latter)|what (?:you|he|she|they) (?:just )?said|you (?:just )?(?:said|mentioned|asked)|that's (?:why|what|how|the)|this one|that one|(?:this|that) (?:guy|thing|stuff))\b/iu;
const sounds = /\b(?:u+m+|u+h+|er+m*|mhm)\b/iu;

/** Why an excerpt does not obey: the gate's reasons, or one of ours. */
export type StyleFault = string;

function opensBadly(text: string): boolean {
  return leansBack.test(text.trim().replace(/^["“‘(]+/u, ""));
}

/**
 * Faults of an excerpt by the rules of INSIGHT_STYLE.md that apply to the speaker's own words: all of the gate, and that it
 * stands alone: headline and body open with their subject, point back at nothing, are clean and end as sentences do.
 * @param others the picks ranked before it.
 */
export function styleFaults(draft: InsightDraft, episode: EvalEpisode, others: readonly InsightDraft[]): StyleFault[] {
  const faults: StyleFault[] = gateFaults(
    draft,
    { segments: episode.segments, metadata: [episode.show, episode.title] },
    "verbatim",
  ).map(({ reason }) => reason);
  const { headline, body } = draft;
  const firstSentence = /^.*?[.!?…](?=\s|$)/u.exec(body)?.[0] ?? body;
  if (opensBadly(headline)) faults.push("headline-leans-back");
  if (opensBadly(body)) faults.push("body-leans-back");
  if (pointsBack.test(headline) || pointsBack.test(firstSentence)) faults.push("points-back");
  if (sounds.test(headline) || sounds.test(body)) faults.push("fillers");
  if (!/^["“‘(]?[\p{Lu}\p{N}$€£]|^["“‘(]?\p{Ll}+\p{Lu}|^[^\p{Ll}]/u.test(body)) faults.push("no-capital");
  if (!/[.!?…。！？؟]["”’)]?$/u.test(body)) faults.push("no-stop");
  if (/[.!…]$/u.test(headline)) faults.push("headline-stop");
  const own = new Set(wordsIn(body).map((word) => word.plain));
  if (others.some((other) => overlap(own, other) > 0.6)) faults.push("repeats");
  return faults;
}

function overlap(own: ReadonlySet<string>, other: InsightDraft): number {
  const theirs = wordsIn(other.body).map((word) => word.plain);
  return theirs.filter((word) => own.has(word)).length / Math.max(1, theirs.length);
}
