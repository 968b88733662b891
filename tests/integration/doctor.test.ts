import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../lib/env";
import { examine } from "../../lib/operations/examine";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { startServer, type TestServer } from "../support/test-server";

let installation: TestInstallation;
let services: TestServer;

const json =
  (body: unknown, status = 200) =>
  (_: unknown, response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

beforeAll(async () => {
  services = await startServer();
  installation = await startInstallation();
});
afterAll(async () => {
  await installation.stop();
  await services.stop();
});

/** What the doctor finds under some settings, as "state about: text". */
async function findings(settings: Record<string, string>): Promise<string[]> {
  const env = readEnv({ ...installation.settings, ...settings });
  const { db, now } = installation.workplace.context;
  const list = await examine({ db, now, env, isEmbedded: !env.DATABASE_URL });
  return list.map(({ about, state, text }) => `${state} ${about}: ${text}`);
}

const resend = { EMAIL_TRANSPORT: "resend", RESEND_API_KEY: "re_test", EMAIL_FROM: "Overheard <o@example.org>" };

describe("the doctor", () => {
  it("finds nothing to mend in a fresh installation, and hints at what most want", async () => {
    const list = await findings({});
    expect(list.filter((line) => line.startsWith("problem"))).toEqual([]);
    for (const about of ["Shows", "Transcription", "Insights", "Email", "Operators", "Pages"])
      expect(
        list.find((line) => line.startsWith(`hint ${about}:`)),
        about,
      ).toBeDefined();
    expect(list.find((line) => line.startsWith("ok Database:"))).toContain("embedded PostgreSQL 18");
    expect((await findings({ FFMPEG_PATH: "/nowhere/ffmpeg" })).join("\n")).toContain("hint ffmpeg: Not installed");
  });

  it("says where a model of somebody else has no price that the budget could count", async () => {
    const elsewhere = {
      TRANSCRIBE_BASE_URL: "https://models.invalid/v1",
      INSIGHT_BASE_URL: "https://models.invalid/v1",
    };
    const named = { ...elsewhere, TRANSCRIBE_MODEL: "whisper-9", INSIGHT_MODEL: "other-1" };
    const hints = async (settings: Record<string, string>) =>
      (await findings(settings)).filter((line) => line.startsWith("hint Budget:")).join("\n");
    expect(await hints(named)).toMatch(/whisper-9.*TRANSCRIBE_USD_PER_MINUTE.*\n.*other-1.*INSIGHT_INPUT_USD/);
    expect(await hints({ ...named, TRANSCRIBE_USD_PER_MINUTE: "0.01", INSIGHT_INPUT_USD: "0" })).toBe("");
    expect(await hints({ ...elsewhere, TRANSCRIBE_MODEL: "whisper-1", INSIGHT_MODEL: "gpt-6-luna" })).toBe("");
    expect(await hints({ TRANSCRIBE_BASE_URL: `${services.origin}/v1`, TRANSCRIBE_MODEL: "whisper-9" })).toBe("");
  });

  const kinds = [
    ["Transcription", "TRANSCRIBE", "/audio/transcriptions"],
    ["Insights", "INSIGHT", "/chat/completions"],
    ["Embedding", "EMBEDDING", "/embeddings"],
  ] as const;

  it.each(kinds)("asks the service for %s for its models, and says what is wrong", async (about, prefix, path) => {
    const url = `${services.origin}/v1`;
    const service = { [`${prefix}_BASE_URL`]: url, [`${prefix}_API_KEY`]: "key", [`${prefix}_MODEL`]: "model-9" };
    const models = (...ids: string[]) => json({ object: "list", data: ids.map((id) => ({ id, object: "model" })) });
    const fine = `ok ${about}: model-9 at ${new URL(url).host}`;
    const found = async (settings: Record<string, string> = service) =>
      (await findings(settings)).filter((line) => line.includes(` ${about}: `)).join("\n");

    services.routes.set("/v1/models", models("model-9", "other"));
    expect(await found()).toBe(fine);
    services.routes.set("/v1/models", models("model-9:latest"));
    expect(await found()).toBe(fine);
    services.routes.set("/v1/models", models("other"));
    expect(await found()).toBe(
      `problem ${about}: ${url} has no model "model-9". It has other. Set another in ${prefix}_MODEL.`,
    );
    services.routes.set("/v1/models", json({ error: { message: "no" } }, 401));
    expect(await found()).toBe(`problem ${about}: ${url} does not accept the key (401). Check ${prefix}_API_KEY.`);
    const { [`${prefix}_API_KEY`]: _, ...shared } = service;
    expect(await found({ ...shared, OPENAI_API_KEY: "key" })).toContain(
      "does not accept the key (401). Check OPENAI_API_KEY.",
    );
    const gone = { ...service, [`${prefix}_BASE_URL`]: "http://127.0.0.1:1/v1" };
    expect(await found(gone)).toMatch(
      new RegExp(
        `problem ${about}: http://127.0.0.1:1/v1 does not answer \\(.+\\). Check the address in ${prefix}_BASE_URL`,
      ),
    );

    // Services that list no models, or not to this key, are asked for work with nothing to work on.
    services.routes.set("/v1/models", json({ error: { message: "no such list" } }, 404));
    services.routes.set(`/v1${path}`, json({ error: { message: "Something is missing." } }, 400));
    expect(await found()).toBe(fine);
    services.routes.set("/v1/models", json({ error: { message: "may not list" } }, 403));
    expect(await found()).toBe(fine);
    services.routes.set(`/v1${path}`, json({ error: { message: "no" } }, 403));
    expect(await found()).toContain(`does not accept the key (403). Check ${prefix}_API_KEY.`);
    services.routes.set(`/v1${path}`, json({ error: { message: "what model?", code: "model_not_found" } }, 404));
    expect(await found()).toContain(`has no model "model-9". Set another in ${prefix}_MODEL.`);
    services.routes.set(`/v1${path}`, json({ error: { message: "no", code: "insufficient_quota" } }, 429));
    expect(await found()).toContain("has no credit left");
    services.routes.set(`/v1${path}`, (_, response) => void response.writeHead(200).end("<h1>Welcome</h1>"));
    expect(await found()).toContain(`has nothing at ${path}. Check the address in ${prefix}_BASE_URL.`);
    services.routes.delete(`/v1${path}`);
    expect(await found({ ...service, [`${prefix}_BASE_URL`]: services.origin })).toBe(
      `problem ${about}: ${services.origin} answers, but has nothing at ${path}. Check the address in ${prefix}_BASE_URL. Most addresses end in /v1.`,
    );
    expect((await findings({ ...service, DAILY_BUDGET_USD: "0" })).join("\n")).toContain("problem Budget:");
  });

  it("asks for all three where one key is set, and for no vectors where words alone are compared", async () => {
    const openai = { OPENAI_API_KEY: "key", OPENAI_BASE_URL: `${services.origin}/v1` };
    const { TRANSCRIBE_MODEL, INSIGHT_MODEL } = readEnv({});
    const data = [TRANSCRIBE_MODEL, INSIGHT_MODEL].map((id) => ({ id, object: "model" }));
    services.routes.set("/v1/models", json({ object: "list", data }));
    const list = (await findings(openai)).join("\n");
    expect(list).toContain("ok Transcription: ");
    expect(list).toContain("ok Insights: ");
    expect(list).toContain("Set another in EMBEDDING_MODEL.");
    expect(await findings({ ...openai, EMBEDDING_MODEL: "local" })).toContain(
      "ok Embedding: by the words alone, at no cost",
    );
  });

  it("asks Resend whether it would send, and never sends", async () => {
    services.requests.length = 0;
    const settings = { ...resend, RESEND_BASE_URL: services.origin, APP_URL: "https://overheard.invalid" };
    const domains = (name: string, status: string) => json({ object: "list", data: [{ id: "1", name, status }] });
    services.routes.set("/domains", domains("example.org", "verified"));
    expect(await findings(settings)).toContain("ok Email: resend accepts what is set");
    services.routes.set("/domains", domains("example.org", "pending"));
    expect((await findings(settings)).join("\n")).toContain('problem Email: The domain example.org is "pending"');
    services.routes.set("/domains", domains("example.com", "verified"));
    expect((await findings(settings)).join("\n")).toContain("does not know the domain example.org");
    services.routes.set(
      "/domains",
      json({ name: "restricted_api_key", message: "may only send", statusCode: 401 }, 401),
    );
    expect(await findings(settings)).toContain("ok Email: resend accepts what is set");
    services.routes.set(
      "/domains",
      json({ name: "validation_error", message: "API key is invalid", statusCode: 400 }, 400),
    );
    expect((await findings(settings)).join("\n")).toContain("problem Email: Resend says: API key is invalid");
    expect(services.requests.filter((request) => request.method === "POST")).toEqual([]);
  });

  it("tells a mail server that is not there, links that lead nowhere and pages without https", async () => {
    const smtp = await findings({ EMAIL_TRANSPORT: "smtp", SMTP_URL: "smtp://127.0.0.1:1" });
    const text = smtp.join("\n");
    expect(text).toMatch(/problem Email: The mail server does not let us in: .*Check SMTP_URL/);
    expect(text).toContain("problem Email: Links in emails lead to http://localhost:3000");
    expect(text).toContain("problem Email: EMAIL_FROM is Overheard <overheard@localhost>");
    expect((await findings({ APP_URL: "http://overheard.invalid" })).join("\n")).toContain(
      "problem Pages: http://overheard.invalid is not https",
    );
  });
});
