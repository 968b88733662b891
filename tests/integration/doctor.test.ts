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
    for (const about of ["Shows", "Transcription", "Email", "Operators", "Pages"])
      expect(
        list.find((line) => line.startsWith(`hint ${about}:`)),
        about,
      ).toBeDefined();
    expect(list.find((line) => line.startsWith("ok Database:"))).toContain("embedded PostgreSQL 18");
  });

  it("asks the transcription service for its models, and says what is wrong", async () => {
    const service = {
      TRANSCRIBE_BASE_URL: `${services.origin}/v1`,
      TRANSCRIBE_API_KEY: "key",
      TRANSCRIBE_MODEL: "whisper-9",
    };
    const models = (...ids: string[]) => json({ object: "list", data: ids.map((id) => ({ id, object: "model" })) });
    services.routes.set("/v1/models", models("whisper-9", "other"));
    expect(await findings(service)).toContain(`ok Transcription: whisper-9 at ${new URL(services.origin).host}`);
    services.routes.set("/v1/models", models("other"));
    expect((await findings(service)).join("\n")).toMatch(
      /problem Transcription: .*has no model "whisper-9". It has other/,
    );
    services.routes.set("/v1/models", json({ error: { message: "no" } }, 401));
    expect((await findings(service)).join("\n")).toMatch(/problem Transcription: .*does not accept the key/);
    services.routes.set("/v1/models", json({ error: { message: "no such list" } }, 404));
    expect((await findings(service)).join("\n")).toContain("ok Transcription:");
    const gone = { ...service, TRANSCRIBE_BASE_URL: "http://127.0.0.1:1/v1" };
    expect((await findings(gone)).join("\n")).toMatch(/problem Transcription: .*does not answer/);
    expect((await findings({ ...service, DAILY_BUDGET_USD: "0" })).join("\n")).toContain("problem Budget:");
  });

  it("asks Resend whether it would send, and never sends", async () => {
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
