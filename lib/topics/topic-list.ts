import { z } from "zod";
import type { TopicDefinition } from "./topics";

/** A list of topics that cannot be used; says in which line and why. */
export class TopicListError extends Error {
  override name = "TopicListError";
}

const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .pipe(z.string().max(most, `must have at most ${most} characters`));

const schema = z.object({
  slug: z
    .string()
    .max(60, "must have at most 60 characters")
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be small letters and digits with hyphens, such as ai-models"),
  name: line(80).refine((name) => name !== "", "must not be empty"),
  description: line(300),
  phrases: z
    .array(line(80))
    .transform((phrases) => [...new Set(phrases.filter((phrase) => phrase.replace(/^\+/, "").trim() !== ""))])
    .refine((phrases) => phrases.length > 0, "must have at least one word or phrase")
    .refine((phrases) => phrases.length <= 200, "must have at most 200 phrases"),
});

/** Checks a topic as an operator gives it. @throws TopicListError that says what is wrong with it. */
export function checkTopic(topic: TopicDefinition): TopicDefinition {
  const result = schema.safeParse(topic);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = String(issue?.path[0] ?? "topic");
  const value = field === "slug" ? ` (it is "${topic.slug}")` : "";
  throw new TopicListError(`The ${field} of ${topic.slug || "a topic"} ${issue?.message}${value}.`);
}

/** What to change of a topic; what is left out stays. */
export interface TopicChange {
  name?: string;
  description?: string;
  /** All of them anew. */
  phrases?: string[];
  addPhrases?: string[];
  /** In any case of letters. */
  removePhrases?: string[];
}

/** A topic with a change made. */
export function editedTopic(topic: TopicDefinition, change: TopicChange): TopicDefinition {
  const removed = new Set((change.removePhrases ?? []).map((phrase) => phrase.toLowerCase()));
  const kept = (change.phrases ?? topic.phrases).filter((phrase) => !removed.has(phrase.toLowerCase()));
  return {
    slug: topic.slug,
    name: change.name ?? topic.name,
    description: change.description ?? topic.description,
    phrases: [...kept, ...(change.addPhrases ?? [])],
  };
}

/** Words and phrases as they are written: with commas between them. */
export function splitPhrases(text: string): string[] {
  return text
    .split(",")
    .map((phrase) => phrase.trim())
    .filter(Boolean);
}

const legend = `# Topics, in the order in which they are shown. Each has three lines: its address and name, what it is about, and the
# words and phrases by which it is found. They count in any form ("data centre" finds "data centres"); one with a + is
# broad and counts only beside a second one. An empty line ends a topic.`;

/** The topics in the small form that people edit and `parseTopicList` reads. */
export function writeTopicList(topics: TopicDefinition[]): string {
  const blocks = topics.map(
    ({ slug, name, description, phrases }) => `${slug}: ${name}\n${description || "-"}\n${phrases.join(", ")}\n`,
  );
  return [`${legend}\n`, ...blocks].join("\n");
}

/**
 * Reads what `writeTopicList` wrote and people edited.
 * @throws TopicListError that names the line.
 */
export function parseTopicList(text: string): TopicDefinition[] {
  const topics: TopicDefinition[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const head = (lines[i] ?? "").trim();
    if (head === "" || head.startsWith("#")) continue;
    const at = i + 1;
    const parts = /^([^:]*):(.*)$/.exec(head);
    if (!parts)
      throw new TopicListError(`Line ${at} must be an address and a name, such as "energy: Energy & climate".`);
    const description = (lines[i + 1] ?? "").trim();
    const phrases = (lines[i + 2] ?? "").trim();
    if (description === "" || phrases === "")
      throw new TopicListError(
        `The topic of line ${at} needs two more lines: what it is about (or -), and its words and phrases.`,
      );
    const topic = {
      slug: (parts[1] ?? "").trim(),
      name: parts[2] ?? "",
      description: description === "-" ? "" : description,
      phrases: splitPhrases(phrases),
    };
    if (topics.some((other) => other.slug === topic.slug))
      throw new TopicListError(`Line ${at} has the address "${topic.slug}" a second time.`);
    try {
      topics.push(checkTopic(topic));
    } catch (error) {
      throw error instanceof TopicListError ? new TopicListError(`Line ${at}: ${error.message}`) : error;
    }
    i += 2;
  }
  if (topics.length === 0) throw new TopicListError("There is no topic in it.");
  return topics;
}
