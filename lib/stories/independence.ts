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

/** The guests of an episode's persons column, `[{name, role}]`. */
export function guestNames(persons: unknown): string[] {
  if (!Array.isArray(persons)) return [];
  return persons.flatMap((person) =>
    person?.role === "guest" && typeof person.name === "string" ? [person.name] : [],
  );
}
