import { listInWords } from "../format/counts";

/** What tells whether two takes are independent. */
export interface VoiceSource {
  showId: string;
  network: string | null;
  guests: string[];
}

const normal = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Counts independent voices: shows of one network count once, and so do shows that had the same guest. */
export function countVoices(sources: VoiceSource[]): number {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const up = parent.get(key) ?? key;
    return up === key ? key : root(up);
  };
  const shows = new Set(sources.map((source) => `show ${source.showId}`));
  for (const { showId, network, guests } of sources) {
    for (const key of [
      ...(network ? [`network ${normal(network)}`] : []),
      ...guests.map((guest) => `guest ${normal(guest)}`),
    ]) {
      parent.set(root(key), root(`show ${showId}`));
    }
  }
  return new Set([...shows].map(root)).size;
}

/**
 * Says how voices were counted: which shows count as one and why, and which said it more than once.
 * @param sources those of the story's agreeing takes.
 * @returns null where every take is of another show and all are independent.
 */
export function explainVoices(sources: (VoiceSource & { showTitle: string })[]): string | null {
  const titles = new Map(sources.map((source) => [source.showId, source.showTitle]));
  const shared = new Map<string, { name: string; kind: "network" | "guest"; shows: Set<string> }>();
  const times = new Map<string, number>();
  for (const { showId, network, guests } of sources) {
    times.set(showId, (times.get(showId) ?? 0) + 1);
    const keys = [
      ...(network ? [["network", network] as const] : []),
      ...guests.map((guest) => ["guest", guest] as const),
    ];
    for (const [kind, name] of keys) {
      const key = `${kind} ${normal(name)}`;
      const entry = shared.get(key) ?? { name, kind, shows: new Set<string>() };
      entry.shows.add(showId);
      shared.set(key, entry);
    }
  }
  const named = (shows: Iterable<string>) => listInWords([...shows].map((id) => titles.get(id) ?? "").sort());
  const sentences = [...shared.values()]
    .filter(({ shows }) => shows.size > 1)
    .map(({ name, kind, shows }) =>
      kind === "network"
        ? `${named(shows)} belong to ${name} and count once.`
        : `${name} was a guest on ${named(shows)}, which count once.`,
    );
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
