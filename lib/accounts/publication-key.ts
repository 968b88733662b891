import { createHmac, timingSafeEqual } from "node:crypto";
import { type Env, env } from "../env";
import { authSecret } from "./operator";

/** The header in which a web process tells itself that something was published. */
export const publicationHeader = "x-overheard-publication";

/** The key that it carries. */
export function publicationKey(settings: Pick<Env, "AUTH_SECRET" | "DATA_DIR"> = env()): string {
  return createHmac("sha256", authSecret(settings)).update("publication").digest("hex");
}

/** Whether someone knows the key; takes the same time for every wrong one. */
export function isPublicationKey(given: string): boolean {
  const expected = Buffer.from(publicationKey());
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
