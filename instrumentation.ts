import type { Instrumentation } from "next";

/** Of a page that is kept Next tells twice: where it failed, and where it could not be kept. */
const told = new WeakSet<object>();

/** Logs why a page could not be made, with the request's id and the code that the page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // Built for Next's other runtime, too, which has no files and is never used here.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  if (typeof error === "object" && error !== null) {
    if (told.has(error)) return;
    told.add(error);
  }
  const [{ env }, { createLog }] = await Promise.all([import("./lib/env"), import("./lib/log/log")]);
  const { digest } = error as { digest?: string };
  const requestId = request.headers["x-request-id"];
  createLog("web", env().LOG_LEVEL).error(
    { err: error, digest, requestId, method: request.method, page: context.routePath },
    "A page could not be made.",
  );
};
