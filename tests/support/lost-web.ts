import { rmSync } from "node:fs";
import { startInstallation } from "./test-pipeline";
import { startWeb, type TestWeb } from "./test-web";

/** Serves pages whose database has gone since they were started. */
export async function startLostWeb(settings: Record<string, string> = {}): Promise<TestWeb> {
  const installation = await startInstallation(settings);
  const web = await startWeb(installation.settings, installation.workplace.url);
  await installation.workplace.close();
  return {
    ...web,
    async stop() {
      await web.stop();
      rmSync(installation.dataDir, { recursive: true, force: true });
    },
  };
}
