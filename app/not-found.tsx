import type { Metadata } from "next";
import { InnerLink } from "./_components/inner-link";

export const metadata: Metadata = { title: "Nothing here", robots: { index: false } };

/** For addresses that lead nowhere, or no longer. */
export default function NotFound() {
  return (
    <div className="plain">
      <h1>Nothing is said here</h1>
      <p>
        This address leads to no page. The link may have been cut off on its way to you, the day may have had no five,
        or the show may have been removed with everything made from it.
      </p>
      <p>
        <InnerLink className="button" href="/">
          Read today’s five
        </InnerLink>
      </p>
    </div>
  );
}
