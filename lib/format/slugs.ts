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

/** What transcripts call people whose name they do not know, and sounds that stand in a speaker's place. */
const nameless = [
  "speakers? spk voices? voice-?over person persons people guests? hosts? co-?hosts? interviewers? interviewees? narrators?",
  "announcers? callers? moderators? reporters? correspondents? anchors? participants? presenters? listeners? audience crowd",
  "panel unknown unidentified multiple various several all both automated man men woman women boy girl child children male",
  "female sprecher(?:in|innen)? moderatorin gast stimme locuteur intervenant hablante locutor archived? archival recording",
  "recorded news clip audio video tape sound ?bite theme intro outro music song jingle ads? advert advertisement",
  "commercial promo sponsor read trailer film movie tv radio broadcast montage",
]
  .join(" ")
  .replaceAll("sound ?bite", "sound|bite|soundbite")
  .replaceAll(" ", "|");
/** One or more of these words, with a number or letter. */
const placeholder = new RegExp(
  `^(?:(?:the )?(?:${nameless})(?: (?:${nameless}))*(?: ?#?(?:\\p{N}{1,2}|\\p{L}|one|two|three|four|five|six))?|\\p{N}+|\\p{L})$`,
  "iu",
);

/** Whether a transcript's name of a speaker names nobody: "Speaker 2", "Multiple Speakers", "News Clip". */
export function isPlaceholder(name: string): boolean {
  return placeholder.test(name.trim().replaceAll("_", " ").replace(/\s+/gu, " "));
}

/**
 * The slug of a speaker's page; null for "Speaker 2", "Host" and the like, which name nobody, and for a first name alone,
 * which many have. Scripts that write names without a space have no such rule.
 */
export function personSlug(name: string | null): string | null {
  if (name === null || isPlaceholder(name)) return null;
  const slug = slugOf(name);
  if (slug === "" || (!slug.includes("-") && /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(slug)))
    return null;
  return slug;
}
