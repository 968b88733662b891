import { listInWords } from "../format/counts";

/** What tells whether two takes are independent. */
export interface VoiceSource {
  showId: string;
  showTitle: string;
  network: string | null;
  guests: string[];
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

/** What makes shows count as one, with the words for it. */
function bonds({ network, guests, showTitle }: VoiceSource): { kind: "network" | "guest" | "feeds"; name: string }[] {
  const found = [
    ...(network ? [{ kind: "network" as const, name: network }] : []),
    ...guests.map((name) => ({ kind: "guest" as const, name })),
    { kind: "feeds" as const, name: showName(showTitle) },
  ];
  return found.filter(({ name }) => normal(name) !== "");
}

/** Counts independent voices: shows of one network, feeds of one show, and shows that had the same guest count once. */
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
  const shared = new Map<string, { name: string; kind: "network" | "guest" | "feeds"; shows: Set<string> }>();
  const times = new Map<string, number>();
  for (const source of sources) {
    const { showId } = source;
    times.set(showId, (times.get(showId) ?? 0) + 1);
    for (const { kind, name } of bonds(source)) {
      const key = `${kind} ${normal(name)}`;
      const entry = shared.get(key) ?? { name, kind, shows: new Set<string>() };
      entry.shows.add(showId);
      shared.set(key, entry);
    }
  }
  const named = (shows: Iterable<string>) => listInWords([...shows].map((id) => titles.get(id) ?? "").sort());
  const sentence = {
    network: (name: string, shows: string) => `${shows} belong to ${name} and count once.`,
    guest: (name: string, shows: string) => `${name} was a guest on ${shows}, which count once.`,
    feeds: (_: string, shows: string) => `${shows} are feeds of one show and count once.`,
  };
  const sentences = [...shared.values()]
    .filter(({ shows }) => shows.size > 1)
    .map(({ name, kind, shows }) => sentence[kind](name, named(shows)));
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
