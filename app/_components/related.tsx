import type { TakeView } from "../../lib/insights/take";
import { TakeList } from "./take-list";

/** What other shows say about the same things. */
export function Related({ takes }: { takes: TakeView[] }) {
  if (takes.length === 0) return null;
  return (
    <section className="section" aria-labelledby="related">
      <h2 id="related">Related, from other shows</h2>
      <div className="beside">
        <TakeList takes={takes} />
      </div>
    </section>
  );
}
