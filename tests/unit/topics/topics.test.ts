import { describe, expect, it } from "vitest";
import { matchTopics, topics } from "../../../lib/topics/topics";

describe("topics", () => {
  it("have slugs of their own, a name and phrases", () => {
    expect(new Set(topics.map((topic) => topic.slug)).size).toBe(topics.length);
    for (const topic of topics) {
      expect(topic.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(topic.name).not.toBe("");
      expect(topic.phrases.length).toBeGreaterThan(0);
    }
  });

  it("are found by whole words in any form, never inside others", () => {
    const precise = topics.flatMap((topic) =>
      topic.phrases.filter((phrase) => !phrase.startsWith("+")).map((phrase) => ({ slug: topic.slug, phrase })),
    );
    for (const { slug, phrase } of precise)
      expect(
        matchTopics(`They spoke about ${phrase} today.`).map((match) => match.slug),
        phrase,
      ).toContain(slug);
    expect(matchTopics("Nothing of note was said.")).toEqual([]);
  });

  it("need a second phrase beside a broad one", () => {
    const topic = topics.find((candidate) => candidate.phrases.some((phrase) => phrase.startsWith("+")));
    const broad = topic?.phrases.find((phrase) => phrase.startsWith("+"))?.slice(1) ?? "";
    const precise = topic?.phrases.find((phrase) => !phrase.startsWith("+")) ?? "";
    const slugs = (text: string) => matchTopics(text).map((match) => match.slug);
    expect(slugs(`About ${broad}.`)).not.toContain(topic?.slug);
    expect(slugs(`About ${broad} and ${precise}.`)).toContain(topic?.slug);
  });
});
