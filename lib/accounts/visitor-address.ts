import type { IncomingMessage } from "node:http";
import type { Env } from "../env";

/** Set by our web server alone, whatever a visitor sent under this name: where a request comes from. */
export const visitorAddressHeader = "x-overheard-address";

/** The address a request comes from; behind the operator's own proxy (TRUST_PROXY) the one which that names last. */
export function visitorAddress(
  request: Pick<IncomingMessage, "headers"> & { socket: { remoteAddress?: string | undefined } },
  { TRUST_PROXY }: Pick<Env, "TRUST_PROXY">,
): string {
  const forwarded = [request.headers["x-forwarded-for"] ?? ""].flat().join(",");
  const named = TRUST_PROXY ? forwarded.split(",").at(-1)?.trim() : "";
  return named || request.socket.remoteAddress || "unknown";
}
