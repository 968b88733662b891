import type { InsightKind } from "../insights/insight";

/** What results are limited to; null where not. */
export interface SearchFilters {
  showId: string | null;
  topicSlug: string | null;
  kind: InsightKind | null;
  /** Publication dates, inclusive, as instants. */
  from: Date | null;
  to: Date | null;
}
