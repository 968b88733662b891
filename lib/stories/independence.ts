import { listInWords } from "../format/counts";

/** What tells whether two takes are independent. */
export interface VoiceSource {
  showId: string;
  showTitle: string;
  network: string | null;
  guests: string[];
  /** Who says it, as the transcript names them. */
  speaker: string | null;
}

const normal = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** What a title says of the form that a feed has its show in. */
const form = String.raw`(?:audio|video|hd|sd|mp3|mp4|m4a|ad[- ]?free|premium|plus|feed|podcast|only|version|edition|the|full|\s|[-–—:|/()[\],.])+`;
const formAtEnd = new RegExp(String.raw`\s*(?:[-–—:|]\s*|[([]\s*)${form}$`, "iu");

/** A show's title without what only tells its feeds apart: "Peak Load (video)" and "Peak Load – audio" are one show's. */
const showName = (title: string) => normal(title.replace(formAtEnd, "") || title);

/** "Speaker 2", "Guest One" and "Announcer" are many people. */
const nobody =
  /\b(?:speaker|host|guest|voice|voiceover|narrator|announcer|unknown|moderator|interviewer|caller|participant|presenter|man|woman|audience)\b/iu;

/** Whether a transcript's name of a speaker tells who it is: a first and a last name, of which there is hardly a second. */
const isPerson = (name: string) => normal(name).split(" ").length > 1 && !nobody.test(normal(name));

/** What makes shows count as one. */
interface Bond {
  kind: "network" | "person" | "feeds";
  name: string;
  /** Of a person: a guest of the show, as its feed says. */
  isGuest: boolean;
}

/** All that may make a show count as one with others. */
function bonds({ network, guests, speaker, showTitle }: VoiceSource): Bond[] {
  const found: Bond[] = [
    ...(network ? [{ kind: "network" as const, name: network, isGuest: false }] : []),
    ...guests.map((name) => ({ kind: "person" as const, name, isGuest: true })),
    // Hosts go on tour, too, and feeds seldom say who their guests are.
    ...(speaker && isPerson(speaker) && !guests.some((guest) => normal(guest) === normal(speaker))
      ? [{ kind: "person" as const, name: speaker, isGuest: false }]
      : []),
    { kind: "feeds", name: showName(showTitle), isGuest: false },
  ];
  return found.filter(({ name }) => normal(name) !== "");
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
    for (const { kind, name } of bonds(source))
      parent.set(root(`${kind} ${normal(name)}`), root(`show ${source.showId}`));
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
      const key = `${bond.kind} ${normal(bond.name)}`;
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
