import { existsSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const version = "153";

/** The browser that came with `npm ci`, unpacked; undefined where an installed Chrome serves: elsewhere than on Linux x64. */
export async function browserPath(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // The package unpacks to "$TMPDIR/chromium", which another user or version could not run: each gets a folder of its own.
  const folder = join(tmpdir(), `overheard-chromium-${version}-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  const { default: packaged } = await import("@sparticuz/chromium");
  const executablePath = await packaged.executablePath();
  if (!existsSync(executablePath))
    throw new Error(`The packaged browser is not at ${executablePath}. Run npm ci again.`);
  return executablePath;
}

/** Starts the browser. Never skips silently. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await browserPath();
  if (executablePath === undefined) return chromium.launch({ channel: "chrome" });
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
