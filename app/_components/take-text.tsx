import { passageOf } from "../../lib/format/passage";
import type { TakeView } from "../../lib/insights/take";
import { Receipt } from "./receipt";

/**
 * What an insight says, with its receipt. A body in the speaker's own words holds the quote already: then the two are
 * shown as one, so that nobody reads a sentence twice.
 */
export function TakeText({ take }: { take: TakeView }) {
  const passage = passageOf(take);
  return (
    <>
      {!passage && (
        <p className="body" dir="auto">
          {take.body}
        </p>
      )}
      <Receipt take={take} passage={passage} />
    </>
  );
}
