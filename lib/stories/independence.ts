import { listInWords } from "../format/counts";
import { isPlaceholder, personSlug, slugOf } from "../format/slugs";

/** What tells whether two takes are independent. */
export interface VoiceSource {
  showId: string;
  showTitle: string;
  network: string | null;
  guests: string[];
  /** Who says it, as the transcript names them. */
  speaker: string | null;
}

const normal = (name: string) => slugOf(name).replaceAll("-", " ");

/** What a title says of the form that a feed has its show in. */
const form = String.raw`(?:audio|video|hd|sd|mp3|mp4|m4a|ad[- ]?free|premium|plus|feed|podcast|only|version|edition|the|full|\s|[-–—:|/()[\],.])+`;
const formAtEnd = new RegExp(String.raw`\s*(?:[-–—:|]\s*|[([]\s*)${form}$`, "iu");
/** With no sign before it after two words at least: "Peak Load Plus", and not "Home Video". */
const bareForm = /^(\S+\s+\S.*?)\s+(?:video|audio|plus|premium|ad[- ]?free)(?:\s+(?:feed|version|edition))?$/iu;

/** A show's title without what only tells its feeds apart: "Peak Load (video)" and "Peak Load – audio" are one show's. */
/** What looks for an end behind spaces takes their number squared. */
const spaced = (name: string) => name.replace(/\s+/gu, " ").trim();
const showName = (title: string) => normal(spaced(title).replace(formAtEnd, "").replace(bareForm, "$1") || title);

const companyForm =
  /(?: (?:inc|incorporated|llc|l l c|ltd|limited|corp|corporation|co|company|plc|gmbh|ag|sa|bv|pty))+$/u;
/** Who keeps files for strangers, and what says nothing, though feeds name it as the owner. */
const strangers = new Set(
  [
    "libsyn, liberated syndication, anchor, anchor fm, buzzsprout, podbean, podbean com, spreaker, simplecast, transistor",
    "transistor fm, megaphone, acast, captivate, captivate fm, castos, blubrry, soundcloud, omny, omny studio, redcircle",
    "spotify, spotify for podcasters, spotify for creators, audioboom, fireside, fireside fm, podigee, podomatic, rss com",
    "zencastr, riverside, riverside fm, art19, pinecast, ausha, podcast, podcasts, unknown, none, n a, independent",
  ].flatMap((names) => names.split(", ")),
);

/** A network's name as it is compared: "The Wondery" and "Wondery, LLC" are one; "" for a name that many strangers have. */
function networkName(name: string): string {
  const plain = normal(name)
    .replace(/^the (?=\S)/u, "")
    .replace(companyForm, "");
  return strangers.has(plain) ? "" : plain;
}

const titles =
  /^(?:(?:dr|doctor|prof|professor|mr|mrs|ms|sir|dame|lord|lady|senator|sen|rep|governor|gov|president|rev|hon)\.?\s+)+/iu;
const degrees = /(?:\s+(?:ph\.?d|m\.?d|jr|sr|esq|mba|obe|cbe)\.?)+$/iu;

/**
 * A person's name as it is compared: "Dr. Ann Lee, CEO of Halden" is Ann Lee. "" for a name that does not tell who it is: a
 * first name alone, of which there are many, and what transcripts call people whose name they do not know.
 */
function personName(name: string): string {
  if (isPlaceholder(name)) return "";
  const [alone = ""] = spaced(name).split(/\s*(?:,|\(|\s[-–—|]\s)/u);
  return personSlug(alone.replace(titles, "").replace(degrees, "")) ?? "";
}

/** What makes shows count as one. */
interface Bond {
  kind: "network" | "person" | "feeds";
  /** As it is written. */
  name: string;
  /** As it is compared. */
  key: string;
  /** Of a person: a guest of the show, as its feed says. */
  isGuest: boolean;
}

/** All that may make a show count as one with others. */
function bonds({ network, guests, speaker, showTitle }: VoiceSource): Bond[] {
  const persons = guests.map((name) => ({ name, key: personName(name), isGuest: true }));
  const spoken = { name: speaker ?? "", key: personName(speaker ?? ""), isGuest: false };
  // Hosts go on tour, too, and feeds seldom say who their guests are.
  if (!persons.some(({ key }) => key === spoken.key)) persons.push(spoken);
  const found: Bond[] = [
    { kind: "network", name: network ?? "", key: networkName(network ?? ""), isGuest: false },
    ...persons.map((person) => ({ kind: "person" as const, ...person })),
    { kind: "feeds", name: showTitle, key: showName(showTitle), isGuest: false },
  ];
  return found.filter(({ key }) => key !== "");
}

/**
 * Counts independent voices: shows of one network, feeds of one show, and shows that had the same guest or on which the same
 * person says it count once.
 */
export function countVoices(sources: VoiceSource[]): number {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const up = parent.get(key) ?? key;
    return up === key ? key : root(up);
  };
  const shows = new Set(sources.map((source) => `show ${source.showId}`));
  for (const source of sources)
    for (const { kind, key } of bonds(source)) parent.set(root(`${kind} ${key}`), root(`show ${source.showId}`));
  return new Set([...shows].map(root)).size;
}

/**
 * Says how voices were counted: which shows count as one and why, and which said it more than once.
 * @param sources those of the story's agreeing takes.
 * @returns null where every take is of another show and all are independent.
 */
export function explainVoices(sources: VoiceSource[]): string | null {
  const titles = new Map(sources.map((source) => [source.showId, source.showTitle]));
  const shared = new Map<string, Bond & { shows: Set<string> }>();
  const times = new Map<string, number>();
  for (const source of sources) {
    const { showId } = source;
    times.set(showId, (times.get(showId) ?? 0) + 1);
    for (const bond of bonds(source)) {
      const key = `${bond.kind} ${bond.key}`;
      const entry = shared.get(key) ?? { ...bond, shows: new Set<string>() };
      entry.isGuest &&= bond.isGuest;
      entry.shows.add(showId);
      shared.set(key, entry);
    }
  }
  const named = (shows: Iterable<string>) => listInWords([...shows].map((id) => titles.get(id) ?? "").sort());
  const sentence = ({ kind, name, isGuest }: Bond, shows: string) => {
    if (kind === "network") return `${shows} belong to ${name} and count once.`;
    if (kind === "feeds") return `${shows} are feeds of one show and count once.`;
    return `${name} ${isGuest ? "was a guest" : "speaks"} on ${shows}, which count once.`;
  };
  const sentences = [...shared.values()]
    .filter(({ shows }) => shows.size > 1)
    .map((bond) => sentence(bond, named(bond.shows)));
  const repeated = [...times].filter(([, count]) => count > 1).map(([showId]) => showId);
  if (repeated.length > 0)
    sentences.push(`${named(repeated)} said it more than once and ${repeated.length === 1 ? "counts" : "count"} once.`);
  return sentences.length === 0 ? null : sentences.sort().join(" ");
}

/** The guests of an episode's persons column, `[{name, role}]`. */
export function guestNames(persons: unknown): string[] {
  if (!Array.isArray(persons)) return [];
  return persons.flatMap((person) =>
    person?.role === "guest" && typeof person.name === "string" ? [person.name] : [],
  );
}
