import { expect, it } from "vitest";
import { etiquetteText, simulateEtiquette } from "../../prove/etiquette";

it("asks nobody too early in a simulated week, and less often than every hour", () => {
  for (const seed of [1, 2, 3]) {
    const result = simulateEtiquette(60, seed);
    expect(result.episodes).toBeGreaterThan(100);
    expect(etiquetteText(result)).toMatchObject({ holds: true });
  }
});
