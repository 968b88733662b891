import { sentenceSpans } from "./sentences";

/** Words in "-ing" that begin no clause. */
const noClause =
  /^(?:during|including|excluding|nothing|something|anything|everything|morning|evening|king|thing|spring|string|ring|wing|sling|beijing|according|regarding|concerning)$/iu;
const trailing = /,\s+(?:\p{Ll}+ly\s+|thus\s+|thereby\s+|while\s+)?(\p{Ll}{2,}ing)\b[^,;:]*$/u;

/** Of so many insights one may end in ", …ing". Source: INSIGHT_STYLE.md, the table. */
const oneOf = 3;

/** True for a body whose last sentence trails off in a participle: "…, making it the largest of its kind." */
export function trailsOff(body: string): boolean {
  const last = sentenceSpans(body).at(-1);
  const word = last ? trailing.exec(body.slice(last.start, last.end))?.[1] : undefined;
  return word !== undefined && !noClause.test(word);
}

/** Those of some insights that trail off beyond what is allowed of all, the weakest. */
export function trailingTooMany<T>(all: readonly T[], of: (one: T) => { body: string; quality: number }): T[] {
  const found = all.filter((one) => trailsOff(of(one).body)).sort((a, b) => of(b).quality - of(a).quality);
  return found.slice(Math.ceil(all.length / oneOf));
}
