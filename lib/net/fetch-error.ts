/** Why a fetch failed; `message` is a sentence that names the host and says what to do. */
export class FetchError extends Error {
  override name = "FetchError";
  constructor(
    readonly kind: "bad-url" | "blocked" | "unreachable" | "timeout" | "too-large" | "redirects" | "no-room",
    message: string,
  ) {
    super(message);
  }
}

/** An address that is not fetched. */
export function blocked(host: string): FetchError {
  return new FetchError(
    "blocked",
    `${host} is on a private network, which is not fetched. Set ALLOW_PRIVATE_NETWORK=on if you trust it.`,
  );
}

/** A failure of the network as a sentence. */
export function translate(error: unknown, url: URL, signal: AbortSignal, timeoutMs: number): FetchError {
  const seconds = Math.round(timeoutMs / 1000);
  if (signal.aborted)
    return new FetchError(
      "timeout",
      `${url.host} did not answer within ${seconds} seconds. It will be tried again later.`,
    );
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException)?.code ?? "";
  if (code === "EBLOCKED") return blocked(url.host);
  const what =
    {
      ENOTFOUND: "was not found. Check the address for a typing error.",
      EAI_AGAIN: "could not be looked up. Check this machine's connection; it will be tried again later.",
      ECONNREFUSED: "refused the connection. It will be tried again later.",
      ECONNRESET: "broke off the connection. It will be tried again later.",
      UND_ERR_SOCKET: "broke off the connection. It will be tried again later.",
      UND_ERR_CONNECT_TIMEOUT: "did not answer. It will be tried again later.",
    }[code] ??
    `could not be reached (${code || (cause instanceof Error ? cause.message : "no reason was given")}). It will be tried again later.`;
  return new FetchError("unreachable", `${url.host} ${what}`);
}
