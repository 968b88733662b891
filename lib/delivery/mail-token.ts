import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * What a link in an email allows, for whom: to leave, or to say more or less of one insight. A token of one purpose is of no
 * use for another. Tokens do not expire: people leave from old emails, too.
 */
export type MailToken =
  | { purpose: "leave"; readerId: string }
  | { purpose: "leave-address"; address: string }
  | { purpose: "feedback"; readerId: string; insightId: string };

const codes = { leave: "l", "leave-address": "a", feedback: "f" } as const;

const packUuid = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");
const unpackUuid = (bytes: Buffer) =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");

function payloadOf(token: MailToken): Buffer {
  if (token.purpose === "leave") return packUuid(token.readerId);
  if (token.purpose === "leave-address") return Buffer.from(token.address);
  return Buffer.concat([packUuid(token.readerId), packUuid(token.insightId)]);
}

const macOf = (secret: string, code: string, payload: Buffer) =>
  createHmac("sha256", secret).update(`overheard mail link ${code}\n`).update(payload).digest().subarray(0, 16);

/** A token for a link, of letters, digits, "-", "_" and ".". @param secret the installation's. */
export function signMailToken(secret: string, token: MailToken): string {
  const code = codes[token.purpose];
  const payload = payloadOf(token);
  return `${code}.${payload.toString("base64url")}.${macOf(secret, code, payload).toString("base64url")}`;
}

/** What a token allows; null for one that this installation did not sign. */
export function readMailToken(secret: string, text: string): MailToken | null {
  const [, code, encoded = "", mac = ""] = /^([laf])\.([\w-]{1,500})\.([\w-]{22})$/u.exec(text) ?? [];
  if (code === undefined) return null;
  const payload = Buffer.from(encoded, "base64url");
  const given = Buffer.from(mac, "base64url");
  const expected = macOf(secret, code, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  if (code === codes["leave-address"]) return { purpose: "leave-address", address: payload.toString() };
  const readerId = unpackUuid(payload.subarray(0, 16));
  if (code === codes.leave) return { purpose: "leave", readerId };
  return { purpose: "feedback", readerId, insightId: unpackUuid(payload.subarray(16, 32)) };
}
