import { makeLink, spendLink } from "../../lib/accounts/link";
import type { ReaderId } from "../../lib/accounts/reader";
import type { TestInstallation } from "./test-pipeline";

/** A reader who is signed in. */
export interface TestReader {
  id: ReaderId;
  email: string;
  /** What their browser keeps. */
  cookie: { name: string; value: string };
}

/** What the web server of a test signs its cookies with; see test-web.ts. */
const secret = "the secret of a test";

/** Signs somebody in to a test's installation; who is new gets an account. */
export async function signInReader(
  { workplace, env }: Pick<TestInstallation, "workplace" | "env">,
  email: string,
  options: { isOnboarded?: boolean } = {},
): Promise<TestReader> {
  const { db } = workplace.context;
  const settings = { ...env, AUTH_SECRET: secret };
  const url = await makeLink(db, settings, email);
  const spent = await spendLink(db, settings, url.split("/").at(-1) ?? "", "Mozilla/5.0 (X11; Linux) Firefox/150.0");
  if (!spent) throw new Error("A link did not work.");
  if (options.isOnboarded ?? true)
    await db.reader.update({ where: { id: spent.readerId }, data: { onboardedAt: new Date() } });
  const { name, value } = spent.cookie;
  return { id: spent.readerId as ReaderId, email, cookie: { name, value: encodeURIComponent(value) } };
}
