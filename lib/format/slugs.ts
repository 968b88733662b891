/** Letters of a slug; longer names are cut. */
const longest = 80;

/**
 * A name as it stands in an address: "Ada Brandt" is "ada-brandt", "José Núñez" is "jose-nunez". Letters of every script
 * stay, accents of Latin ones go, so that the same person spelt with and without them has one page.
 * @returns "" where the name has neither letters nor digits.
 */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/gu, "");
}

/** What transcripts call people whose name they do not know. */
const placeholder =
  /^(?:(?:speaker|spk|voice|person|guest|host|co-?host|interviewer|interviewee|narrator|announcer|caller|unknown|man|woman|male|female|participant)(?: voice)?(?: ?#?\w{1,2})?|\p{N}+|\p{L})$/iu;

/**
 * The slug of a speaker's page; null for "Speaker 2", "Host" and the like, which name nobody, and for a first name alone,
 * which many have. Scripts that write names without a space have no such rule.
 */
export function personSlug(name: string | null): string | null {
  if (name === null || placeholder.test(name.trim().replaceAll("_", " "))) return null;
  const slug = slugOf(name);
  if (slug === "" || (!slug.includes("-") && /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(slug)))
    return null;
  return slug;
}
