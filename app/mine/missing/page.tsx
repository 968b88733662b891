import type { Metadata } from "next";
import NotFound, { metadata as notFoundMetadata } from "../../not-found";

export const dynamic = "force-dynamic";

export const metadata: Metadata = notFoundMetadata;

/** What is shown with status 404 to who is signed in; see jobs/drawn-errors.ts. */
export default function ReadersMissingPage() {
  return <NotFound />;
}
