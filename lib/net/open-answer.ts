import type { Response } from "undici";

/** An answer whose body has not been read. */
export interface OpenAnswer {
  response: Response;
  finalUrl: URL;
  permanentRedirectUrl: string | null;
}

/** What a request is made with. */
export interface RequestOptions {
  headers?: Record<string, string>;
  timeoutMs: number;
  signal: AbortSignal;
}
