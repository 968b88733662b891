import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { openWorkplace } from "../../jobs/context";
import { readEnv } from "../../lib/env";
import { insightServiceDouble } from "../support/insight-service";
import { readScenes } from "../support/labelled-pairs";
import { addSceneEpisode } from "../support/model-episode";
import { runJob } from "../support/run-job";
import { mindOf } from "../support/scene-mind";
import { testSettings } from "../support/test-pipeline";
import { startServer } from "../support/test-server";

/** What came of killing a reading again and again. */
export interface KillProof {
  kills: number;
  requests: number;
  /** Questions asked once more whose answer was under way when the process died; that is allowed. */
  askedAgain: number;
  insights: number;
  /** What must not happen; empty where it did not. */
  faults: string[];
}

const hashOf = (user: string) => createHash("sha256").update(user).digest("hex");

const stored = z.object({ content: z.string() });
const numbered = z.object({ answer: z.number() });
const numberOf = (response: unknown) => numbered.parse(JSON.parse(stored.parse(response).content)).answer;

/** The proof in a line. */
export const killText = ({ kills, requests, askedAgain, insights, faults }: KillProof): string =>
  [
    `Killed ${kills} times: ${requests} questions for ${insights} insights, ${askedAgain} of them asked again because the process died before their answer was stored.`,
    ...(faults.length > 0 ? faults : ["No stored answer was ever paid for again."]),
  ].join("\n");

/**
 * Kills a process that reads episodes with a loopback model at random moments, starts it again until all are read, and holds
 * every request against what was stored at the moment of the kill: a question whose answer was stored must never be asked again.
 */
export async function proveInsights(options: {
  episodes: number;
  kills: number;
  latencyMs: number;
}): Promise<KillProof> {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard kill "));
  const server = await startServer();
  const scenes = readScenes();
  const right = mindOf(scenes);
  const asked: { question: string; purpose: string }[] = [];
  const service = insightServiceDouble(
    (question) => {
      asked.push({ question: hashOf(question.user), purpose: question.form });
      const answer = right(question);
      if (typeof answer !== "object" || !("content" in answer)) return answer;
      // Each answer carries its number, by which what was stored is known again.
      return { content: { ...(answer.content as object), answer: asked.length - 1 } };
    },
    { latencyMs: options.latencyMs },
  );
  server.routes.set("/v1/chat/completions", service.handle);
  const settings = {
    ...testSettings(dataDir),
    ...{ INSIGHT_BASE_URL: `${server.origin}/v1`, INSIGHT_API_KEY: "sk-prove", INSIGHT_MODEL: "gpt-6-luna" },
    ...{ DAILY_BUDGET_USD: "1000", ENV_FILE: "" },
  };
  const faults: string[] = [];
  const inDatabase = async <T>(
    work: (db: Awaited<ReturnType<typeof openWorkplace>>["context"]["db"]) => Promise<T>,
  ) => {
    const workplace = await openWorkplace(readEnv(settings), "prove");
    try {
      return await work(workplace.context.db);
    } finally {
      await workplace.close();
    }
  };
  try {
    await inDatabase(async (db) => {
      for (let index = 0; index < options.episodes; index++)
        await addSceneEpisode(
          db,
          [scenes[index * 2], scenes[index * 2 + 1], scenes[index * 2 + 2]].flatMap((one) => one ?? []),
        );
    });
    let kills = 0;
    let settled = new Set<string>();
    for (;;) {
      const before = asked.length;
      const child = runJob("../tests/prove/read-episodes.ts", [], settings);
      let ended = false;
      void child.ended.then(() => {
        ended = true;
      });
      if (kills < options.kills) {
        // Somewhere after its first answers.
        while (!ended && asked.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
        await new Promise((resolve) => setTimeout(resolve, options.latencyMs * (0.3 + Math.random() * 2)));
        if (!ended) {
          child.child.kill("SIGKILL");
          kills++;
        }
      }
      const code = await child.ended;
      for (const { question, purpose } of asked.slice(before))
        if (settled.has(question)) faults.push(`A stored answer was paid for again (${purpose}).`);
      const { answered, unread } = await inDatabase(async (db) => ({
        answered: await db.paidCall.findMany({ where: { answeredAt: { not: null } }, select: { response: true } }),
        unread: await db.episode.count({ where: { stage: "transcribed" } }),
      }));
      settled = new Set(answered.map(({ response }) => asked[numberOf(response)]?.question ?? ""));
      if (code === 0 && unread === 0) break;
      if (code !== null && code !== 0) {
        faults.push(`The process ended with ${code}: ${child.output().slice(-400)}`);
        break;
      }
    }
    const insights = await inDatabase((db) => db.insight.count());
    return {
      kills,
      requests: asked.length,
      askedAgain: asked.length - new Set(asked.map(({ question }) => question)).size,
      insights,
      faults,
    };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
