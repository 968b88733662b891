import { env } from "../lib/env";
import { openWorkplace } from "./context";
import { type OperatorEntrance, operatorEntrance } from "./operator-entrance";
import { runMain } from "./report-failure";
import { onStopSignal } from "./stop-signals";

/** What the database process tells its supervisor when it serves. */
export interface DatabaseReady {
  url: string;
  showCount: number;
  entrance: OperatorEntrance;
}

/** The process that serves the embedded database from DATA_DIR on a loopback port. */
runMain(async () => {
  const workplace = await openWorkplace(env(), "database", { mustOwn: true });
  onStopSignal(() => workplace.close());
  const { db, env: settings } = workplace.context;
  const [showCount, entrance] = await Promise.all([db.show.count(), operatorEntrance(db, settings)]);
  process.send?.({ url: workplace.url, showCount, entrance } satisfies DatabaseReady);
});
