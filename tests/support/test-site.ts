import type { Browser } from "playwright-core";
import { startBrowser } from "./browser";
import type { TestInstallation } from "./test-pipeline";
import { startWeb, type TestWeb } from "./test-web";

/** An installation's pages, with a browser to look at them. */
export interface TestSite {
  web: TestWeb;
  browser: Browser;
  /** Stops the browser, the pages and the installation. */
  stop(): Promise<void>;
}

/** Serves an installation's pages and starts a browser. */
export async function startSite(installation: TestInstallation): Promise<TestSite> {
  const web = await startWeb(installation.settings, installation.workplace.url);
  const browser = await startBrowser();
  return {
    web,
    browser,
    async stop() {
      await browser.close();
      await web.stop();
      await installation.stop();
    },
  };
}
