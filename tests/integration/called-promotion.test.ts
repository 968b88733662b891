import { describe, expect, it } from "vitest";
import { extractInsights } from "../../lib/insights/extract-insights";
import { readTranscript } from "../../lib/insights/transcript-view";
import { readScenes } from "../support/labelled-pairs";
import { addSceneEpisode, candidateOf, scenesShown } from "../support/model-episode";
import { useModelStage } from "../support/model-stage";
import { mindOf } from "../support/scene-mind";

const scenes = readScenes().slice(0, 6);
const right = mindOf(scenes);
const greeting = ["Good evening, friends of the long talk, it is raining again.", "Sit down, there is tea."];

describe("what a model calls promotion", () => {
  const model = useModelStage();
  let evenings = 0;

  /** Reads the scenes, in front of which people greet each other, with a model that calls some of it promotion. */
  async function read(promotion: [number, number][], sold: readonly string[] = []): Promise<string> {
    model.serve((question) => {
      if (question.form !== "insights") return right(question);
      return {
        content: {
          promotion: promotion.map(([first_segment, last_segment]) => ({ first_segment, last_segment })),
          candidates: scenesShown(question.segments, scenes).map(({ scene, from }) =>
            candidateOf(scene, from, { is_promotion: sold.includes(scene.id) }),
          ),
        },
      };
    });
    const id = await addSceneEpisode(model.stage.db, scenes, {
      before: greeting,
      // The same question would get the same answer, unasked.
      title: `Evening ${++evenings}`,
    });
    await extractInsights(model.context, { episodeId: id });
    return id;
  }

  const marks = async (id: string) =>
    (await readTranscript(model.stage.db, id, { whole: true }))?.parts
      .flat()
      .flatMap(({ mark }, index) => (mark === null ? [] : [`${index} ${mark}`]));

  it("is marked in the transcript by its place, and gives no insight", async () => {
    const first = scenes[0];
    const from = greeting.length;
    const to = from + (first?.segments.length ?? 0) - 1;
    const id = await read([
      [0, greeting.length - 1],
      [from, to],
    ]);
    // What follows each other is one run, which begins where people meet.
    expect(await marks(id)).toEqual(Array.from({ length: to + 1 }, (_, index) => `${index} Greeting`));
    const apart = await read([[from, to]]);
    expect(await marks(apart)).toEqual(Array.from({ length: to - from + 1 }, (_, at) => `${from + at} Promotion`));
    expect((await model.insights(apart)).map(({ headline }) => headline)).not.toContain(first?.headline);
    expect(await model.dropped(apart)).toEqual(["advertisement"]);
  });

  it("is marked by whole segments where the model writes parts of them", async () => {
    expect(await marks(await read([[1.6, 3.4]]))).toEqual(["2 Promotion", "3 Promotion"]);
  });

  it("is marked where a candidate says of itself that it sells something", async () => {
    const sold = scenes[2];
    const id = await read([], [sold?.id ?? ""]);
    const from = greeting.length + scenes.slice(0, 2).reduce((sum, { segments }) => sum + segments.length, 0);
    expect(await marks(id)).toEqual((sold?.segments ?? []).map((_, at) => `${from + at} Promotion`));
  });

  it("is not believed where it would be most of what was said, and stays when the speakers' own words are read", async () => {
    expect(await marks(await read([[0, 14]]))).toEqual([]);
    const id = await read([[2, 3]]);
    await model.stage.db.insight.deleteMany({ where: { episodeId: id } });
    await model.stage.db.episode.update({ where: { id }, data: { stage: "transcribed" } });
    model.configure({ INSIGHT_API_KEY: "", INSIGHT_BASE_URL: "" });
    await extractInsights(model.context, { episodeId: id });
    expect(await marks(id)).toEqual(["2 Promotion", "3 Promotion"]);
  });
});
