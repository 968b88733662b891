import { expect, it } from "vitest";
import { proveSignIn } from "../prove/sign-in";

// Times are compared by `npm run prove -- sign-in` only: one honest run in a hundred would fail by them.
it("answers alike for addresses with an account and without", { timeout: 240_000 }, async () => {
  expect((await proveSignIn(60, () => {})).isSame).toBe(true);
});
