import { env } from "../lib/env";
import { openWorkplace } from "./context";
import { runMain } from "./report-failure";
import { onStopSignal } from "./stop-signals";

/** What the database process tells its supervisor when it serves. */
export interface DatabaseReady {
  url: string;
  showCount: number;
}

/** The process that serves the embedded database from DATA_DIR on a loopback port. */
runMain(async () => {
  const workplace = await openWorkplace(env(), "database", { mustOwn: true });
  onStopSignal(() => workplace.close());
  const showCount = await workplace.context.db.show.count();
  process.send?.({ url: workplace.url, showCount } satisfies DatabaseReady);
});
