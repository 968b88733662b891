import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readEnv } from "../../lib/env";
import { removeRecordings } from "../../lib/transcripts/remove-recordings";
import { startTestStage } from "../support/test-stage";

it("removes the recordings that nobody needs any more", async () => {
  const stage = await startTestStage();
  const dataDir = mkdtempSync(join(tmpdir(), "overheard recordings "));
  try {
    const { id: showId } = await stage.db.show.create({ data: { title: "Peak Load" } });
    const add = async (guid: string, data: { stage: "waiting" | "transcribed"; waitsFor?: "later" }) =>
      (await stage.db.episode.create({ data: { showId, guid, title: guid, publishedAt: new Date(), ...data } })).id;
    const waits = await add("waits", { stage: "waiting", waitsFor: "later" });
    const done = await add("done", { stage: "transcribed" });
    const removed = crypto.randomUUID();
    const folder = join(dataDir, "audio");
    mkdirSync(folder);
    const old = new Date(Date.now() - 2 * 3600_000);
    for (const name of [waits, done, removed, `${waits}.part`]) {
      writeFileSync(join(folder, name), "sound");
      utimesSync(join(folder, name), old, old);
    }
    writeFileSync(join(folder, "new.part"), "sound");
    expect(await removeRecordings({ ...stage.context, env: readEnv({ DATA_DIR: dataDir }) })).toBe(3);
    expect(readdirSync(folder).sort()).toEqual([waits, "new.part"].sort());
  } finally {
    await stage.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
