import { spawnSync } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import type { Db } from "../db/types";
import type { Env } from "../env";
import { localDateAndHour } from "../format/dates";
import { insightModel } from "../insights/models";
import { domainOf, senderAddress } from "../mail/address";
import { whatIsWrongWithMail } from "../mail/check-mail";
import { transcriptionModel } from "../transcripts/models";
import { diskSpace, isNearlyFull } from "./disk";
import { findProblems } from "./findings";
import { type ModelService, modelServices, whatIsWrongWith } from "./model-services";

/** One thing looked at. A hint is no fault, but something that most operators want. */
export interface Examined {
  about: string;
  state: "ok" | "hint" | "problem";
  /** What was found and, where it is not ok, what to do. */
  text: string;
}

interface Patient {
  db: Db;
  env: Env;
  now: () => Date;
  /** The database is the embedded one. */
  isEmbedded: boolean;
}

const ok = (about: string, text: string): Examined => ({ about, state: "ok", text });
const hint = (about: string, text: string): Examined => ({ about, state: "hint", text });
const problem = (about: string, text: string): Examined => ({ about, state: "problem", text });

/** Looks at everything that a new operator gets wrong. Costs nothing and sends nothing. */
export async function examine(patient: Patient): Promise<Examined[]> {
  const parts = await Promise.all(
    [dataDirectory, database, pages, edition, shows, models, tools, email, people, found].map(async (part) => {
      try {
        return await part(patient);
      } catch (error) {
        return [
          problem(part.name, `Could not be looked at: ${error instanceof Error ? error.message : String(error)}`),
        ];
      }
    }),
  );
  return parts.flat();
}

async function dataDirectory({ env }: Patient): Promise<Examined[]> {
  try {
    await mkdir(env.DATA_DIR, { recursive: true });
    await access(env.DATA_DIR, constants.W_OK);
  } catch {
    return [problem("Data", `${env.DATA_DIR} cannot be written to. Give this user the right to, or set DATA_DIR.`)];
  }
  const space = await diskSpace(env.DATA_DIR);
  const free = `${(space.freeBytes / 1e9).toFixed(0)} GB free`;
  return isNearlyFull(space) ? [] : [ok("Data", `${env.DATA_DIR}, ${free}`)];
}

async function database({ db, env, isEmbedded, now }: Patient): Promise<Examined[]> {
  const [row] = await db.$queryRaw<{ version: number; at: Date; vector: boolean }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS version, clock_timestamp() AS at,
      EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector') AS vector`;
  if (!row) return [problem("Database", "It does not answer.")];
  if (isEmbedded) return [ok("Database", `embedded PostgreSQL ${row.version}`)];
  const list = [
    row.version < 15
      ? problem("Database", `PostgreSQL ${row.version} is too old. Move to 15 or newer.`)
      : ok("Database", `PostgreSQL ${row.version}${row.vector ? " with pgvector" : ""}`),
  ];
  if (!row.vector)
    list.push(
      hint(
        "Database",
        "pgvector is not there: nearest insights are searched exactly, which is slower from some 100,000 on.",
      ),
    );
  const skewSeconds = Math.abs(row.at.getTime() - now().getTime()) / 1000;
  if (skewSeconds > 60)
    list.push(
      problem("Clock", `This machine and the database differ by ${Math.round(skewSeconds)} seconds. Set both by NTP.`),
    );
  if (!env.AUTH_SECRET)
    list.push(problem("AUTH_SECRET", "Must be set together with DATABASE_URL, the same for every process."));
  return list;
}

const isLocal = (host: string) =>
  /^(localhost|127\.|\[::1\]|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|\.local$/.test(host);

async function pages({ env }: Patient): Promise<Examined[]> {
  const list: Examined[] = [];
  const url = new URL(env.APP_URL);
  if (url.protocol === "http:" && !isLocal(url.hostname))
    list.push(
      problem("Pages", `${env.APP_URL} is not https. Put a reverse proxy with a certificate in front (OPERATING.md).`),
    );
  try {
    const answer = await fetch(`${env.APP_URL}/api/health`, { signal: AbortSignal.timeout(5_000) });
    const health = (await answer.json()) as { ready?: boolean; reasons?: string[] };
    if (health.ready === true) list.push(ok("Pages", `${env.APP_URL} answers`));
    else
      list.push(
        problem(
          "Pages",
          `${env.APP_URL} is not ready. ${health.reasons?.join(" ") ?? "What answers there is not Overheard."}`,
        ),
      );
  } catch {
    list.push(
      hint(
        "Pages",
        `Nothing answers at ${env.APP_URL}. Start with \`npm start\`; if it runs, APP_URL or the proxy is wrong.`,
      ),
    );
  }
  return list;
}

async function edition({ env, now }: Patient): Promise<Examined[]> {
  const { date } = localDateAndHour(now(), env.APP_TIMEZONE);
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: env.APP_TIMEZONE, timeStyle: "short" }).format(now());
  return [ok("Edition", `each day at ${env.EDITION_HOUR}:00 in ${env.APP_TIMEZONE}, where it is ${time} on ${date}`)];
}

async function shows({ db }: Patient): Promise<Examined[]> {
  const count = await db.show.count();
  if (count === 0) return [hint("Shows", "There are none yet. Some to begin with: npm run cli -- shows starter")];
  const failing = await db.feed.count({ where: { lastError: { not: null } } });
  return failing === 0
    ? [ok("Shows", `${count}, all feeds can be read`)]
    : [
        hint(
          "Shows",
          `${failing} of ${count} feeds could not be read at the last try. Each with its reason: npm run cli -- status`,
        ),
      ];
}

const priceSettings = {
  Transcription: "TRANSCRIBE_USD_PER_MINUTE",
  Insights: "INSIGHT_INPUT_USD and INSIGHT_OUTPUT_USD",
  // Counts as the dearest one where it is not known.
  Embedding: "EMBEDDING_USD_PER_MILLION_TOKENS",
};

/** Whether calls of a model count towards the budget, or were said to cost nothing. */
function hasPrice(env: Env, { purpose, model }: ModelService): boolean {
  if (purpose === "Transcription")
    return (
      env.TRANSCRIBE_USD_PER_MINUTE !== undefined ||
      transcriptionModel(model, env.TRANSCRIBE_USD_PER_MINUTE).usdPerMinute > 0
    );
  if (purpose === "Insights") return env.INSIGHT_INPUT_USD !== undefined || insightModel(model).inputUsd > 0;
  return true;
}

async function models({ db, env }: Patient): Promise<Examined[]> {
  const services = modelServices(env);
  const list = await Promise.all(
    services.map(async (service) => {
      const wrong = await whatIsWrongWith(service);
      return wrong
        ? problem(service.purpose, wrong)
        : ok(service.purpose, `${service.model} at ${new URL(service.baseUrl).host}`);
    }),
  );
  for (const service of services)
    if (!isLocal(new URL(service.baseUrl).hostname) && !hasPrice(env, service))
      list.push(
        hint(
          "Budget",
          `What ${service.model} costs is not known, so that DAILY_BUDGET_USD does not count it. Where it is not free, set ${priceSettings[service.purpose]}.`,
        ),
      );
  const isSet = (purpose: ModelService["purpose"]) => services.some((service) => service.purpose === purpose);
  if (!isSet("Transcription")) {
    const waiting = await db.episode.count({ where: { stage: "waiting", waitsFor: "service" } });
    list.push(
      hint(
        "Transcription",
        `No service is set${waiting > 0 ? `, and ${waiting} episodes wait for one` : ""}. Set OPENAI_API_KEY, or TRANSCRIBE_BASE_URL for a server of yours.`,
      ),
    );
  }
  if (!isSet("Insights"))
    list.push(
      hint(
        "Insights",
        "No model is set: insights are in the speakers' own words. Set OPENAI_API_KEY, or INSIGHT_BASE_URL for a server of yours.",
      ),
    );
  if (!isSet("Embedding")) list.push(ok("Embedding", "by the words alone, at no cost"));
  if (services.length > 0)
    list.push(
      env.DAILY_BUDGET_USD === 0
        ? problem("Budget", "DAILY_BUDGET_USD is 0, so that nothing that costs is ever done. Set what a day may cost.")
        : ok("Budget", `$${env.DAILY_BUDGET_USD.toFixed(2)} a day`),
    );
  return list;
}

async function tools({ env }: Patient): Promise<Examined[]> {
  const { status } = spawnSync(env.FFMPEG_PATH, ["-version"], { stdio: "ignore", timeout: 5_000 });
  return status === 0
    ? [ok("ffmpeg", "installed")]
    : [
        hint(
          "ffmpeg",
          "Not installed: recordings that are neither MP3 nor AAC cannot be transcribed. Install it with your system's packages, or set FFMPEG_PATH.",
        ),
      ];
}

async function email({ env }: Patient): Promise<Examined[]> {
  if (env.EMAIL_TRANSPORT === "outbox")
    return [
      hint(
        "Email",
        `Nothing is sent: emails are files in ${env.DATA_DIR}/outbox. Set EMAIL_TRANSPORT to resend or smtp.`,
      ),
    ];
  const list: Examined[] = [];
  if (isLocal(new URL(env.APP_URL).hostname))
    list.push(problem("Email", `Links in emails lead to ${env.APP_URL}, which readers cannot reach. Set APP_URL.`));
  if (domainOf(senderAddress(env.EMAIL_FROM) ?? "") === "localhost")
    list.push(problem("Email", `EMAIL_FROM is ${env.EMAIL_FROM}. Set an address of a domain that you may send from.`));
  if (!env.POSTAL_ADDRESS)
    list.push(hint("Email", "POSTAL_ADDRESS is not set; many countries ask for it below every email."));
  const wrong = await whatIsWrongWithMail(env);
  list.push(wrong ? problem("Email", wrong) : ok("Email", `${env.EMAIL_TRANSPORT} accepts what is set`));
  if (env.EMAIL_TRANSPORT === "resend" && !env.RESEND_WEBHOOK_SECRET)
    list.push(
      hint(
        "Email",
        `RESEND_WEBHOOK_SECRET is not set: bounces and complaints stay unknown. Make a webhook for ${env.APP_URL}/api/webhooks/resend at Resend.`,
      ),
    );
  return list;
}

async function people({ env }: Patient): Promise<Examined[]> {
  const list: Examined[] = [];
  if (env.ADMIN_EMAILS.length === 0)
    list.push(
      hint(
        "Operators",
        "ADMIN_EMAILS is empty: one nameless operator can open /admin. Set your address, then `npm run cli -- login-link ADDRESS`.",
      ),
    );
  else list.push(ok("Operators", env.ADMIN_EMAILS.join(", ")));
  if (env.APP_URL.startsWith("https:") && !env.TRUST_PROXY)
    list.push(
      hint(
        "Proxy",
        "TRUST_PROXY is off: behind a proxy every visitor has the proxy's address, and all share one limit of sign-in links. Set TRUST_PROXY=on where only your proxy reaches this server.",
      ),
    );
  if (!env.ALERT_EMAIL && env.EMAIL_TRANSPORT !== "outbox")
    list.push(hint("Alerts", "ALERT_EMAIL is not set: trouble is told in the log only."));
  return list;
}

async function found(patient: Patient): Promise<Examined[]> {
  const problems = await findProblems(patient);
  return problems.map(({ kind, subject, text }) => (kind === "worker" ? hint : problem)("Now", `${subject} ${text}`));
}
