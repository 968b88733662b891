import { describe, expect, it } from "vitest";
import { drawableText } from "../../../lib/format/drawable";
import { pageOf } from "../../../lib/format/paging";
import { personSlug, slugOf } from "../../../lib/format/slugs";

describe("a name in an address", () => {
  it.each([
    ["Ada Brandt", "ada-brandt"],
    ["José Núñez", "jose-nunez"],
    ["Conan O’Brien", "conan-obrien"],
    ["  Dr. No / Yes ", "dr-no-yes"],
    ["李明", "李明"],
    ["Юлия Новая", "юлия-новая"],
    ["<script>", "script"],
    ["…", ""],
  ])("%s is %s", (name, slug) => expect(slugOf(name)).toBe(slug));

  it.each(["Speaker 2", "SPEAKER_01", "Host", "Guest 1", "Mike", "", "?", "A"])("%s is nobody's", (name) =>
    expect(personSlug(name)).toBeNull(),
  );

  it.each(["Multiple Speakers", "News Clip", "Unidentified Reporter 2", "Sprecherin 1", "Theme Music"])(
    "%s is nobody's, either",
    (name) => expect(personSlug(name)).toBeNull(),
  );

  it.each(["Ada Brandt", "李明", "Speaker Johnson", "Song Li", "Man Ray", "Julia Child"])("%s has a page", (name) =>
    expect(personSlug(name)).toBe(slugOf(name)),
  );
});

it("draws what the fonts have, and nothing where too much would be missing", () => {
  const latin = (code: number) => code < 0x2100;
  const draw = (text: string) => drawableText(text, latin);
  expect(draw("Łódź pays €4 – “now”")).toBe("Łódź pays €4 – “now”");
  expect(draw("Rockets 🚀 fly")).toBe("Rockets fly");
  expect(draw("中文播客 with a word")).toBeNull();
  expect(drawableText("中文 🚀", () => true)).toBe("中文");
});

it("keeps page numbers within what is there", () => {
  expect(pageOf(1, 20, 0)).toEqual({ place: { number: 1, pages: 1, total: 0 }, range: { skip: 0, take: 20 } });
  expect(pageOf(99, 20, 41).place).toEqual({ number: 3, pages: 3, total: 41 });
  expect(pageOf(2, 20, 41).range).toEqual({ skip: 20, take: 20 });
});
