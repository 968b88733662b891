import { createHash } from "node:crypto";
import type { StageContext } from "../queue/stage";
import { ownPath } from "./reader";
import { countAskedBefore, createSignInRequest } from "./sign-in-store";

/** How many links may be asked for in an hour. */
export const signInLimits = { byEmail: 5, fromNetwork: 20, inAll: 400 };

/**
 * Asks for a sign-in link. Whether the address has an account is looked at later, by a job: here the same work is done and the
 * same is said for every address. Over an address's own limit nothing more is sent and nothing is said of it: the links that
 * were sent work, and a stranger learns nothing.
 * @param asked.address of the visitor's machine.
 * @returns "too-many" over the network's or everybody's limit.
 */
export async function askForLink(
  { db, enqueue, now }: Pick<StageContext, "db" | "enqueue" | "now">,
  asked: { email: string; address: string; nextPath: string },
): Promise<"asked" | "too-many"> {
  const request = {
    email: asked.email,
    network: networkOf(asked.address),
    nextPath: ownPath(asked.nextPath),
    now: now(),
  };
  return db.$transaction(async (tx) => {
    const before = await countAskedBefore(tx, request);
    if (before.fromNetwork >= signInLimits.fromNetwork || before.inAll >= signInLimits.inAll) return "too-many";
    if (before.byEmail >= signInLimits.byEmail) return "asked";
    const requestId = await createSignInRequest(tx, request);
    await enqueue(tx, "send-link", { requestId });
    return "asked";
  });
}

/** A hash of where a request comes from: the address, of an IPv6 one the first half, which belongs to one household. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const network = plain.includes(":") ? firstHalf(plain) : plain;
  return createHash("sha256").update(network).digest("hex").slice(0, 24);
}

function firstHalf(ipv6: string): string {
  const [head = "", tail] = ipv6.toLowerCase().split("%")[0]?.split("::") ?? [];
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const middle = tail === undefined ? [] : Array(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
