import type { Db } from "../../lib/db/types";
import type { Scene } from "./labelled-pairs";

/** Adds a transcribed episode in which the speakers of several scenes talk one after the other. @returns its id. */
export async function addSceneEpisode(
  db: Db,
  scenes: readonly Scene[],
  more: { showTitle?: string; title?: string; description?: string; before?: string[]; publishedAt?: Date } = {},
): Promise<string> {
  const show = await db.show.create({ data: { title: more.showTitle ?? "Many Voices", language: "en" } });
  const said = [
    ...(more.before ?? []).map((text) => ({ speaker: "Announcer" as string | null, text })),
    ...scenes.flatMap((scene) => scene.segments),
  ];
  const episode = await db.episode.create({
    data: {
      showId: show.id,
      guid: crypto.randomUUID(),
      title: more.title ?? "A long evening",
      descriptionText: more.description ?? "",
      publishedAt: more.publishedAt ?? new Date("2026-11-24T08:00:00Z"),
      persons: scenes.flatMap((scene) => scene.people.map((name) => ({ name, role: "guest" }))),
      stage: "transcribed",
    },
  });
  await db.transcript.create({
    data: {
      episodeId: episode.id,
      format: "json",
      sourceUrl: "https://example.com/t.json",
      language: "en",
      timing: "publisher",
      wordCount: 100,
      segments: {
        create: said.map(({ speaker, text }, index) => ({
          index,
          speaker,
          text,
          startMs: index * 8_000,
          endMs: (index + 1) * 8_000,
        })),
      },
    },
  });
  return episode.id;
}

/** A scene's true insight as a model would answer it, for an episode in which the scene begins at a segment. */
export function candidateOf(scene: Scene, from: number, changes: Record<string, unknown> = {}) {
  const score = (value: number) => ({ score: value, why: "It names a place and a number." });
  return {
    first_segment: from,
    last_segment: from + scene.segments.length - 1,
    quote: scene.quote,
    headline: scene.headline,
    body: scene.body,
    kind: "fact",
    speaker: scene.people[0] ?? null,
    topics: ["energy-climate"],
    other_topics: ["grid queues"],
    people: scene.people,
    organisations: [],
    novelty: score(7),
    usefulness: score(8),
    specificity: score(9),
    evidence: score(9),
    outdated_when: "A new survey is published",
    is_promotion: false,
    ...changes,
  };
}

/** The segment at which each scene of a question begins, by the scene's first words; those that are not shown are left out. */
export function scenesShown(
  segments: ReadonlyMap<number, string>,
  scenes: readonly Scene[],
): { scene: Scene; from: number }[] {
  const lines = [...segments];
  return scenes.flatMap((scene) => {
    const first = scene.segments[0]?.text ?? "";
    const last = scene.segments.at(-1)?.text ?? "";
    const from = lines.find(([, text]) => text.endsWith(first))?.[0];
    const isWhole = lines.some(([, text]) => text.endsWith(last));
    return from === undefined || !isWhole ? [] : [{ scene, from }];
  });
}
