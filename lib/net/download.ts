import { createWriteStream } from "node:fs";
import { rm, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { FetchError, translate } from "./fetch-error";
import type { OpenAnswer, RequestOptions } from "./open-answer";

/** How often a broken connection is taken up again. */
const mostAttempts = 4;
/** What has to stay free on the disk besides the file. */
const spareBytes = 200_000_000;

/** Where a download ends up and how large it may be. */
export interface DownloadOptions {
  file: string;
  maxBytes: number;
  timeoutMs: number;
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

/**
 * Downloads to a file, resuming with `Range` and `If-Range` (RFC 9110, 13.1.5) while the server serves the same version.
 * @throws FetchError; then nothing is left of the file.
 */
export async function download(
  open: (options: RequestOptions) => Promise<OpenAnswer>,
  { file, maxBytes, timeoutMs }: DownloadOptions,
): Promise<{ byteLength: number; contentType: string | null; finalUrl: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  await rm(file, { force: true });
  let validator: string | null = null;
  try {
    for (let attempt = 1; ; attempt++) {
      const have = validator === null ? 0 : await sizeOf(file);
      const resuming: Record<string, string> =
        validator !== null && have > 0 ? { range: `bytes=${have}-`, "if-range": validator } : {};
      const { response, finalUrl } = await open({
        // Compressed, bytes could not be counted.
        headers: { "accept-encoding": "identity", ...resuming },
        timeoutMs,
        signal,
      });
      const { status, headers } = response;
      if (status !== 200 && status !== 206) {
        await response.body?.cancel().catch(() => {});
        throw new FetchError(
          "unreachable",
          `${finalUrl.host} does not give the file (${status}). It will be tried again later.`,
        );
      }
      const start = status === 206 ? have : 0;
      const length = headers.get("content-length");
      const total = length === null ? null : start + Number(length);
      if (total !== null && total > maxBytes) {
        await response.body?.cancel().catch(() => {});
        throw tooLarge(finalUrl, maxBytes);
      }
      try {
        await assertSpace(file, (total ?? 0) - start);
      } catch (error) {
        // An answer that nobody reads would hold its connection until the time is up.
        await response.body?.cancel().catch(() => {});
        throw error;
      }
      validator = strongValidator(headers.get("etag"), headers.get("last-modified"));
      const failure = await write(response, finalUrl, { file, start, maxBytes, timeoutMs, signal });
      const byteLength = await sizeOf(file);
      if (failure === null && (total === null || byteLength >= total)) {
        if (byteLength === 0) throw new FetchError("unreachable", `${finalUrl.host} sent an empty file.`);
        return { byteLength, contentType: headers.get("content-type"), finalUrl: finalUrl.href };
      }
      const error =
        failure ??
        new FetchError(
          "unreachable",
          `${finalUrl.host} sent ${byteLength} of ${total} bytes. It will be tried again later.`,
        );
      if (error.kind !== "unreachable" || attempt >= mostAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** @returns why it ended early; null when the server says that it is whole. */
async function write(
  response: OpenAnswer["response"],
  url: URL,
  { file, start, maxBytes, timeoutMs, signal }: DownloadOptions & { start: number; signal: AbortSignal },
): Promise<FetchError | null> {
  let byteLength = start;
  const counted = async function* () {
    for await (const chunk of response.body ?? []) {
      byteLength += chunk.byteLength;
      if (byteLength > maxBytes) throw tooLarge(url, maxBytes);
      yield chunk;
    }
  };
  try {
    await pipeline(counted, createWriteStream(file, start > 0 ? { flags: "r+", start } : { flags: "w" }), { signal });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return noRoom(file, byteLength);
    return error instanceof FetchError ? error : translate(error, url, signal, timeoutMs);
  }
}

function tooLarge(url: URL, maxBytes: number): FetchError {
  return new FetchError(
    "too-large",
    `${url.host} sends more than ${megabytes(maxBytes)}, which is more than is downloaded.`,
  );
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function assertSpace(file: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize < bytes + spareBytes) throw noRoom(file, bytes);
}

function noRoom(file: string, bytes: number): FetchError {
  return new FetchError(
    "no-room",
    `There is no room for a file of ${megabytes(bytes)} in ${dirname(file)}. Free some space; it will be tried again later.`,
  );
}

/** Weak validators do not tell bytes apart. */
function strongValidator(etag: string | null, lastModified: string | null): string | null {
  return etag && !etag.startsWith("W/") ? etag : lastModified;
}
