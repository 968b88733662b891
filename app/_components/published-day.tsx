import { env } from "../../lib/env";
import { shortDay } from "../../lib/format/dates";

/** The day of an instant in the installation's zone, "24 November". */
export function PublishedDay({ at }: { at: Date }) {
  return (
    <time className="nowrap" dateTime={at.toISOString()}>
      {shortDay(at, env().APP_TIMEZONE, new Date())}
    </time>
  );
}
