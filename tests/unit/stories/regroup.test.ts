import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RegroupedStory, type RegroupedTake, regroup } from "../../../lib/stories/regroup";

const take = (insightId: string, storyId: string | null, group: number): RegroupedTake => ({
  insightId,
  storyId,
  group,
});
const story = (id: string, day: number, rest: Partial<RegroupedStory> = {}): RegroupedStory => ({
  id,
  firstSeenAt: new Date(Date.UTC(2026, 10, day)),
  isWhole: true,
  isShown: false,
  ...rest,
});

describe("takes that were grouped again", () => {
  it("begin a story, or join the one that their group tells", () => {
    expect(regroup([take("a", null, 0), take("b", "s", 1), take("c", null, 1)], [story("s", 1)])).toEqual({
      moves: [
        { insightId: "a", to: { newStoryOf: 0 } },
        { insightId: "c", to: { storyId: "s" } },
      ],
      merges: [],
    });
  });

  it("merge stories into the one that was shown, else the larger, else the older", () => {
    const three = [take("a", "s", 0), take("b", "t", 0), take("c", "t", 0), take("d", null, 0)];
    expect(regroup(three, [story("s", 1), story("t", 2)]).merges).toEqual([{ from: "s", into: "t" }]);
    expect(regroup(three, [story("s", 1, { isShown: true }), story("t", 2)]).merges).toEqual([
      { from: "t", into: "s" },
    ]);
    const two = [take("a", "s", 0), take("b", "t", 0), take("d", null, 0)];
    expect(regroup(two, [story("s", 3), story("t", 2)]).merges).toEqual([{ from: "s", into: "t" }]);
  });

  it("leave a story whose majority is elsewhere, for the new take's or one of their own", () => {
    const members = [take("a", "s", 0), take("b", "s", 0), take("c", "s", 1)];
    expect(regroup([...members, take("new", null, 1)], [story("s", 1)]).moves).toEqual([
      { insightId: "c", to: { newStoryOf: 1 } },
      { insightId: "new", to: { newStoryOf: 1 } },
    ]);
    expect(regroup([...members, take("new", null, 0)], [story("s", 1)]).moves).toEqual([
      { insightId: "new", to: { storyId: "s" } },
      { insightId: "c", to: { newStoryOf: 1 } },
    ]);
  });

  it("stay with a story that readers were shown, or of which not all takes were looked at", () => {
    const members = [take("a", "s", 0), take("b", "s", 0), take("c", "s", 1), take("new", null, 1)];
    for (const rest of [{ isShown: true }, { isWhole: false }])
      expect(regroup(members, [story("s", 1, rest)]).moves).toEqual([{ insightId: "new", to: { newStoryOf: 1 } }]);
  });

  it("change nothing where no new take is, place every new one, and never forward in circles", () => {
    const takes = fc.array(fc.tuple(fc.option(fc.constantFrom("s", "t", "u", "v")), fc.integer({ min: 0, max: 4 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(takes, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (list, flags) => {
        const members = list.map(([storyId, group], i) => take(`i${i}`, storyId, group));
        const stories = ["s", "t", "u", "v"]
          .filter((id) => members.some((member) => member.storyId === id))
          .map((id, i) => story(id, i + 1, { isShown: flags[i] ?? false, isWhole: flags[i + 4] ?? false }));
        const { moves, merges } = regroup(members, stories);
        const fresh = members.filter((member) => member.storyId === null).map((member) => member.insightId);
        expect(moves.map((move) => move.insightId)).toEqual(expect.arrayContaining(fresh));
        if (fresh.length === 0) expect([...moves, ...merges]).toEqual([]);
        const gone = new Set(merges.map((merge) => merge.from));
        expect(gone.size).toBe(merges.length);
        for (const { into } of merges) expect(gone.has(into)).toBe(false);
        for (const { to } of moves) if ("storyId" in to) expect(gone.has(to.storyId)).toBe(false);
      }),
    );
  });
});
