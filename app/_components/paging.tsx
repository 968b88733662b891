import type { Page } from "../../lib/format/paging";
import { InnerLink } from "./inner-link";

/** The ways to the pages before and after one of a list. */
export function Paging({
  page,
  path,
  query = {},
}: {
  page: Page<unknown>;
  path: string;
  query?: Record<string, string>;
}) {
  if (page.pages === 1) return null;
  const href = (number: number) => {
    const parameters = new URLSearchParams({ ...query, ...(number > 1 ? { page: String(number) } : {}) });
    return parameters.size > 0 ? `${path}?${parameters}` : path;
  };
  return (
    <nav className="away" aria-label="Pages">
      {page.number > 1 ? (
        <InnerLink rel="prev" href={href(page.number - 1)}>
          ← Newer
        </InnerLink>
      ) : (
        <span />
      )}
      <span className="note">
        Page {page.number.toLocaleString("en-GB")} of {page.pages.toLocaleString("en-GB")}
      </span>
      {page.number < page.pages ? (
        <InnerLink rel="next" href={href(page.number + 1)}>
          Older →
        </InnerLink>
      ) : (
        <span />
      )}
    </nav>
  );
}
