import { type AskedQuestion, allSupported, type Behaviour } from "./insight-service";
import type { Scene } from "./labelled-pairs";
import { candidateOf, scenesShown } from "./model-episode";

/** A model that finds the true insight of each scene it is shown, changed as a test wants; it mends and checks as it is told. */
export function mindOf(
  scenes: readonly Scene[],
  changes: (scene: Scene) => Record<string, unknown> = () => ({}),
  others: Partial<Record<"repairs" | "verdicts", (question: AskedQuestion) => Behaviour>> = {},
): (question: AskedQuestion) => Behaviour {
  return (question) => {
    if (question.form === "repairs") return others.repairs?.(question) ?? { content: { candidates: [] } };
    if (question.form === "verdicts") return (others.verdicts ?? allSupported)(question);
    const candidates = scenesShown(question.segments, scenes).map(({ scene, from }) =>
      candidateOf(scene, from, changes(scene)),
    );
    return { content: { promotion: [], candidates } };
  };
}
