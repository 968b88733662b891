import { lookup } from "node:dns";
import { isIP } from "node:net";
import { Agent, fetch, type Response } from "undici";
import type { Env } from "../env";
import { isPublicAddress } from "./addresses";
import { withHostSlot } from "./host-slots";

/** Who we are and where we live, for publishers who read their logs. */
const userAgent = (appUrl: string) => `Overheard/0.1 (podcast digest; +${appUrl})`;

/** What a server may send before its answer begins. */
const maxHeaderBytes = 64_000;

const maxRedirects = 5;

/** One answer, read to its end. */
export interface FetchAnswer {
  status: number;
  headers: Headers;
  body: Buffer;
  finalUrl: string;
  /** Where permanent redirects (301, 308) alone led to; null when there was none or a temporary one came first. */
  permanentRedirectUrl: string | null;
}

/** Fetches from publishers, guarded: see `createFetcher`. */
export interface Fetcher {
  /** @throws FetchError with a full sentence. */
  get(
    url: string,
    options: { headers?: Record<string, string>; maxBytes: number; timeoutMs: number },
  ): Promise<FetchAnswer>;
  /** Ends its connections. */
  close(): Promise<void>;
}

/** Why a fetch failed; `message` is a sentence that names the host and says what to do. */
export class FetchError extends Error {
  override name = "FetchError";
  constructor(
    readonly kind: "bad-url" | "blocked" | "unreachable" | "timeout" | "too-large" | "redirects",
    message: string,
  ) {
    super(message);
  }
}

type NetEnv = Pick<Env, "ALLOW_PRIVATE_NETWORK" | "ALLOWED_PORTS" | "APP_URL">;

/**
 * Makes a fetcher for addresses that came from outside. Only http and https; only public addresses, checked where the
 * connection is made, so that a name cannot change its mind in between; only ports 80, 443 and ALLOWED_PORTS. With
 * ALLOW_PRIVATE_NETWORK private addresses are let through, on any port unless ALLOWED_PORTS names some. At most two requests
 * of this process go to one host at the same time.
 */
export function createFetcher(env: NetEnv): Fetcher {
  const dispatcher = new Agent({
    connectTimeout: 10_000,
    keepAliveTimeout: 1_000,
    maxHeaderSize: maxHeaderBytes,
    connect: {
      lookup(hostname, options, callback) {
        lookup(hostname, { ...options, all: true }, (error, addresses) => {
          if (error) return callback(error, "", 0);
          const allowed = env.ALLOW_PRIVATE_NETWORK ? addresses : addresses.filter((a) => isPublicAddress(a.address));
          const first = allowed[0];
          if (!first) return callback(Object.assign(new Error(hostname), { code: "EBLOCKED" }), "", 0);
          if (options.all) return callback(null, allowed as never, 0);
          callback(null, first.address, first.family);
        });
      },
    },
  });
  return {
    async get(url, options) {
      const { host } = checkUrl(url, env);
      return withHostSlot(host, () => get(env, dispatcher, url, options));
    },
    close: () => dispatcher.close(),
  };
}

async function get(
  env: NetEnv,
  dispatcher: Agent,
  url: string,
  options: Parameters<Fetcher["get"]>[1],
): Promise<FetchAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  let current = checkUrl(url, env);
  let permanent: string | null = null;
  let onlyPermanent = true;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await send(
      current,
      userAgent(env.APP_URL),
      dispatcher,
      options.headers ?? {},
      signal,
      options.timeoutMs,
    );
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || !location) {
      return {
        status: response.status,
        headers: response.headers as unknown as Headers,
        body: await readBody(response, current, options, signal),
        finalUrl: current.href,
        permanentRedirectUrl: permanent,
      };
    }
    await response.body?.cancel().catch(() => {});
    onlyPermanent &&= response.status === 301 || response.status === 308;
    current = checkUrl(URL.canParse(location, current) ? new URL(location, current).href : location, env);
    if (onlyPermanent) permanent = current.href;
  }
  throw new FetchError(
    "redirects",
    `${current.host} redirected more than ${maxRedirects} times. Check the address in a browser.`,
  );
}

function checkUrl(text: string, env: NetEnv): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new FetchError(
      "bad-url",
      `"${text.slice(0, 200)}" is not a web address. It must begin with https:// or http://.`,
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new FetchError(
      "bad-url",
      `"${text.slice(0, 200)}" is not a web address. It must begin with https:// or http://.`,
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isPrivate = isIP(host) > 0 ? !isPublicAddress(host) : host === "localhost" || host.endsWith(".localhost");
  if (isPrivate && !env.ALLOW_PRIVATE_NETWORK) throw blocked(url.host);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const anyPort = env.ALLOW_PRIVATE_NETWORK && env.ALLOWED_PORTS.length === 0;
  if (port !== 80 && port !== 443 && !anyPort && !env.ALLOWED_PORTS.includes(port)) {
    throw new FetchError(
      "blocked",
      `${url.host} uses port ${port}, which is not allowed. Add it to ALLOWED_PORTS if you trust it.`,
    );
  }
  return url;
}

function blocked(host: string): FetchError {
  return new FetchError(
    "blocked",
    `${host} is on a private network, which is not fetched. Set ALLOW_PRIVATE_NETWORK=on if you trust it.`,
  );
}

async function send(
  url: URL,
  agent: string,
  dispatcher: Agent,
  headers: Record<string, string>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Response> {
  try {
    return await fetch(url, {
      dispatcher,
      redirect: "manual",
      signal,
      headers: { "user-agent": agent, accept: "*/*", ...headers },
    });
  } catch (error) {
    throw translate(error, url, signal, timeoutMs);
  }
}

async function readBody(
  response: Response,
  url: URL,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
  signal: AbortSignal,
): Promise<Buffer> {
  const tooLarge = () =>
    new FetchError(
      "too-large",
      `${url.host} sent more than ${Math.round(maxBytes / 1e6)} MB, which is more than is read.`,
    );
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    await response.body?.cancel().catch(() => {});
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  try {
    for await (const chunk of response.body ?? []) {
      byteLength += chunk.byteLength;
      if (byteLength > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof FetchError ? error : translate(error, url, signal, timeoutMs);
  }
  return Buffer.concat(chunks);
}

function translate(error: unknown, url: URL, signal: AbortSignal, timeoutMs: number): FetchError {
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
      UND_ERR_CONNECT_TIMEOUT: "did not answer. It will be tried again later.",
    }[code] ??
    `could not be reached (${code || (cause instanceof Error ? cause.message : "no reason was given")}). It will be tried again later.`;
  return new FetchError("unreachable", `${url.host} ${what}`);
}
