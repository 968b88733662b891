import type { Instrumentation } from "next";
import { env } from "./lib/env";
import { createLog } from "./lib/log/log";

/** Logs why a page could not be made, with the request's id and the code that the page shows. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const { digest } = error as { digest?: string };
  const requestId = request.headers["x-request-id"];
  createLog("web", env().LOG_LEVEL).error(
    { err: error, digest, requestId, method: request.method, page: context.routePath },
    "A page could not be made.",
  );
};
