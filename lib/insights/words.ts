/** A word of a text in its plain form (lower case, no accents, straight apostrophes) with its place in the text. */
export interface Word {
  plain: string;
  /** Offsets in the text, end exclusive. */
  start: number;
  end: number;
}

const wordPattern = /[\p{L}\p{N}]+(?:['’.,&][\p{L}\p{N}]+)*/gu;

/** Most words, and nothing in them to normalise. */
const ascii = /^[\x20-\x7e]*$/;

/** A word as it is compared: lower case, no accents, straight apostrophes. */
export function plainWord(word: string): string {
  if (ascii.test(word)) return word.toLowerCase();
  return word.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’]/gu, "'").toLowerCase();
}

/** The words of a text in order; hyphenated words count as their parts, numbers such as 4,000 or 2.5 as one. */
export function wordsIn(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    plain: plainWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** How many words a reader would count: runs of text between white space that hold a letter or digit. */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;
}

/** Words that carry grammar, not subject matter. */
export const functionWords: ReadonlySet<string> = new Set(
  `a about above across after again against all almost along already also although always am among an and another any anybody
  anyone anything are aren't around as at away back be because been before behind being below beneath between both but by can
  can't cannot could couldn't did didn't do does doesn't doing don't down during each either else enough even ever every
  everybody everyone everything few for from get gets getting go goes going gonna got had hadn't has hasn't have haven't having
  he he'd he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in inside instead into is isn't it
  it'd it'll it's its itself just kind know least less let let's like lot lots made make makes many may maybe me mean might mine
  more most much must my myself near neither never next no nobody none nor not nothing now of off often oh ok okay on once one
  one's ones only onto or other others otherwise our ours ourselves out outside over own per perhaps put quite rather really
  right said same say saying says see seem seems several shall she she'd she'll she's should shouldn't since so some somebody
  someone something sometimes soon still such sure take than that that'd that'll that's the their theirs them themselves then
  there there'd there'll there's these they they'd they'll they're they've thing things think this those though through
  throughout till to together too toward towards under unless until up upon us use used very want was wasn't way we we'd we'll
  we're we've well went were weren't what what's whatever when where where's whether which while who who'd who'll who's whoever
  whole whom whose why will with within without won't would wouldn't yeah yes yet you you'd you'll you're you've your yours
  yourself yourselves um uh er erm gotta wanna cause actually basically literally stuff`
    .split(/\s+/u)
    .filter(Boolean),
);

/** Words with subject matter: no function words, nothing of one letter. */
export function contentWords(text: string): string[] {
  return wordsIn(text)
    .map((word) => word.plain.replace(/'s$/u, ""))
    .filter((word) => word.length > 1 && !functionWords.has(word));
}
