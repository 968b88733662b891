import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Env, env, inDataDir } from "../env";

type SecretEnv = Pick<Env, "AUTH_SECRET" | "DATA_DIR">;

/** The installation's secret: AUTH_SECRET, else one that is made once and kept in the data directory. */
export function authSecret(settings: SecretEnv): string {
  if (settings.AUTH_SECRET) return settings.AUTH_SECRET;
  const file = inDataDir(settings, "auth-secret");
  mkdirSync(dirname(file), { recursive: true });
  try {
    // Fails when it is there already, so that two processes that start together agree on one.
    writeFileSync(file, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}

/** Puts the secret of a restored installation in the place of this one's, so that links already sent go on to work. */
export function keepAuthSecret(settings: SecretEnv, secret: string): void {
  const file = inDataDir(settings, "auth-secret");
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, secret, { mode: 0o600 });
}

/** The code that the terminal prints and that adding shows in the browser asks for; 12 characters. */
export function operatorCode(settings: SecretEnv = env()): string {
  return createHmac("sha256", authSecret(settings)).update("operator-code").digest("hex").slice(0, 12);
}

/** Whether someone knows the operator's code; takes the same time for every wrong one. */
export function isOperatorCode(code: string, settings: SecretEnv = env()): boolean {
  const expected = Buffer.from(operatorCode(settings));
  const given = Buffer.from(code.trim().toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Who runs the installation before they have named an address of their own; no email goes there. */
const namelessOperator = "operator@overheard.localhost";

/** The addresses of the operators, in lower case; at least one. */
export function operatorEmails({ ADMIN_EMAILS }: Pick<Env, "ADMIN_EMAILS">): [string, ...string[]] {
  const [first, ...others] = ADMIN_EMAILS;
  return first === undefined ? [namelessOperator] : [first, ...others];
}

/** Whether the reader of an address is an operator. */
export function isOperatorEmail(email: string, settings: Pick<Env, "ADMIN_EMAILS">): boolean {
  return operatorEmails(settings).includes(email);
}

/** Whether email can reach an address at all. */
export function isReachable(email: string): boolean {
  return email !== namelessOperator;
}
