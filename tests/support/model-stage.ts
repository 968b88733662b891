import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { readEnv } from "../../lib/env";
import type { StageContext } from "../../lib/queue/stage";
import { type AskedQuestion, type Behaviour, type InsightServiceDouble, insightServiceDouble } from "./insight-service";
import { startServer, type TestServer } from "./test-server";
import { startTestStage, type TestStage } from "./test-stage";

type Mind = (question: AskedQuestion, count: number) => Behaviour | Promise<Behaviour>;

/** A stage with a model at hand; made anew for each test but for its database. */
export interface ModelStage {
  stage: TestStage;
  /** With the settings of the latest `configure`. */
  context: StageContext;
  service: InsightServiceDouble;
  configure(more: Record<string, string>): void;
  serve(mind: Mind): void;
  episode(id: string): ReturnType<TestStage["db"]["episode"]["findUniqueOrThrow"]>;
  insights(episodeId: string): ReturnType<TestStage["db"]["insight"]["findMany"]>;
  /** Reasons of the episode's drops, sorted. */
  dropped(episodeId: string): Promise<string[]>;
}

/** Registers what starts and empties a stage around each test of a file. */
export function useModelStage(): ModelStage {
  let server: TestServer;
  const model = {} as ModelStage;
  beforeAll(async () => {
    model.stage = await startTestStage();
    const { db } = model.stage;
    Object.assign(model, {
      episode: (id: string) => db.episode.findUniqueOrThrow({ where: { id } }),
      insights: (episodeId: string) => db.insight.findMany({ where: { episodeId }, orderBy: { key: "asc" } }),
      dropped: async (episodeId: string) =>
        (await db.insightDrop.findMany({ where: { episodeId } })).map(({ reason }) => reason).sort(),
    });
  });
  beforeEach(async () => {
    server = await startServer();
    model.configure = (more) => {
      const settings = {
        ...{ ALLOW_PRIVATE_NETWORK: "on", LOG_LEVEL: "silent", DAILY_BUDGET_USD: "100" },
        ...{ INSIGHT_BASE_URL: `${server.origin}/v1`, INSIGHT_API_KEY: "sk-test", INSIGHT_MODEL: "gpt-6-luna" },
      };
      model.context = { ...model.stage.context, env: readEnv({ ...settings, ...more }) };
    };
    model.serve = (mind) => {
      model.service = insightServiceDouble(mind);
      server.routes.set("/v1/chat/completions", model.service.handle);
    };
    model.configure({});
  });
  afterEach(async () => {
    await server.stop();
    await model.stage.db.paidCall.deleteMany();
    await model.stage.db.digest.deleteMany();
    await model.stage.db.show.deleteMany();
    await model.stage.db.story.deleteMany();
    model.stage.enqueued.length = 0;
  });
  afterAll(() => model.stage.stop());
  return model;
}
