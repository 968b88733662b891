import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const flag = z
  .enum(["", "0", "1", "false", "true", "off", "on", "no", "yes"], { error: "must be on or off" })
  .transform((v) => ["1", "true", "on", "yes"].includes(v));

/** An absent or blank variable counts as not set, so that `NAME=` in a file means the default. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((v) => (v === "" ? undefined : v), schema.optional());
}

function withDefault<T extends z.ZodType>(schema: T, value: unknown) {
  return z.preprocess((v) => (v === undefined || v === "" ? value : v), schema);
}

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number({ error: "must be a whole number" })
    .int("must be a whole number")
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);

const amount = z.coerce.number({ error: "must be a number" }).min(0, "must be at least 0");

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'must be an IANA time zone such as "Europe/Lisbon"');

/** Email addresses separated by commas. */
const addresses = z.string().transform((text, context) => {
  const list = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  for (const address of list)
    if (!z.email().safeParse(address).success)
      context.addIssue({ code: "custom", message: `"${address}" is not an email address` });
  return list;
});

const ports = z.string().transform((text, context) => {
  const list = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map(Number);
  if (list.some((port) => !Number.isInteger(port) || port < 1 || port > 65535))
    context.addIssue({ code: "custom", message: "must be ports such as 8080,8443" });
  return list;
});

const schema = z.object({
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" })),
  DATA_DIR: withDefault(z.string(), "data"),
  PORT: withDefault(wholeNumber(1, 65535), 3000),
  APP_URL: optional(httpUrl),
  APP_TIMEZONE: withDefault(timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC"),
  EDITION_HOUR: withDefault(wholeNumber(0, 23), 6),
  LOG_LEVEL: withDefault(
    z.enum(["debug", "info", "warn", "error", "silent"], { error: "must be debug, info, warn, error or silent" }),
    "info",
  ),
  AUTH_SECRET: optional(z.string().min(16, "must have at least 16 characters")),
  ADMIN_EMAILS: withDefault(addresses, "").transform((list) => list.map((address) => address.toLowerCase())),
  SIGNUP: withDefault(z.enum(["open", "invite", "closed"], { error: "must be open, invite or closed" }), "open"),
  TRUST_PROXY: withDefault(flag, "off"),
  EMAIL_TRANSPORT: withDefault(
    z.enum(["outbox", "resend", "smtp"], { error: "must be outbox, resend or smtp" }),
    "outbox",
  ),
  EMAIL_FROM: withDefault(
    z
      .string()
      .regex(/^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, 'must be like "Overheard <mail@example.org>"'),
    "Overheard <overheard@localhost>",
  ),
  DIGEST_RECIPIENTS: withDefault(addresses, ""),
  ALERT_EMAIL: optional(z.email("must be an email address")),
  METRICS_TOKEN: optional(z.string().min(16, "must have at least 16 characters")),
  TRANSCRIPT_RETENTION_DAYS: optional(wholeNumber(1, 36_500)),
  POSTAL_ADDRESS: optional(z.string()),
  RESEND_API_KEY: optional(z.string()),
  RESEND_BASE_URL: optional(httpUrl),
  RESEND_WEBHOOK_SECRET: optional(z.string().min(16, "must be the signing secret that Resend shows for the webhook")),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "must be like smtp://user:password@host:587" })),
  MAIL_TRACKING: withDefault(flag, "off"),
  EPISODES_ON_SUBSCRIBE: withDefault(wholeNumber(1, 100), 3),
  ITUNES_SEARCH_URL: withDefault(httpUrl, "https://itunes.apple.com"),
  OPENAI_API_KEY: optional(z.string()),
  OPENAI_BASE_URL: withDefault(httpUrl, "https://api.openai.com/v1"),
  TRANSCRIBE_BASE_URL: optional(httpUrl),
  TRANSCRIBE_API_KEY: optional(z.string()),
  TRANSCRIBE_MODEL: withDefault(z.string(), "gpt-transcribe"),
  TRANSCRIBE_USD_PER_MINUTE: optional(amount),
  TRANSCRIBE_CONCURRENCY: withDefault(wholeNumber(1, 64), 4),
  TRANSCRIBE_MAX_PIECE_SECONDS: optional(wholeNumber(20, 7_200)),
  // All tries of a piece together take nine minutes at most (lib/transcripts/openai.ts).
  TRANSCRIBE_TIMEOUT_SECONDS: withDefault(wholeNumber(1, 540), 240),
  TRANSCRIBE_MAX_MINUTES: withDefault(wholeNumber(1, 1_440), 240),
  FFMPEG_PATH: withDefault(z.string(), "ffmpeg"),
  INSIGHT_BASE_URL: optional(httpUrl),
  INSIGHT_API_KEY: optional(z.string()),
  INSIGHT_MODEL: withDefault(z.string(), "gpt-6-luna"),
  INSIGHT_CONCURRENCY: withDefault(wholeNumber(1, 64), 8),
  INSIGHT_PART_TOKENS: withDefault(wholeNumber(500, 1_000_000), 24_000),
  INSIGHT_CONTEXT_TOKENS: optional(wholeNumber(2_000, 10_000_000)),
  INSIGHT_OUTPUT_TOKENS: optional(wholeNumber(500, 1_000_000)),
  INSIGHT_INPUT_USD: optional(amount),
  INSIGHT_OUTPUT_USD: optional(amount),
  EMBEDDING_BASE_URL: optional(httpUrl),
  EMBEDDING_API_KEY: optional(z.string()),
  EMBEDDING_MODEL: withDefault(z.string(), "text-embedding-3-small"),
  EMBEDDING_CONCURRENCY: withDefault(wholeNumber(1, 64), 4),
  EMBEDDING_USD_PER_MILLION_TOKENS: optional(amount),
  DAILY_BUDGET_USD: withDefault(amount, 5),
  PUBLIC_TRANSCRIPTS: withDefault(flag, "off"),
  ALLOW_PRIVATE_NETWORK: withDefault(flag, "off"),
  ALLOWED_PORTS: withDefault(ports, ""),
});

type Parsed = z.infer<typeof schema>;

/** The settings, read once; every field is checked and has its real type. */
export interface Env extends Parsed {
  /** Where the app is reached, without a trailing slash. */
  APP_URL: string;
}

/** The list of everything wrong with the environment; `message` prints as it is. */
export class EnvError extends Error {
  override name = "EnvError";
}

/**
 * Reads the settings from a set of environment variables.
 * @throws EnvError that lists every problem at once.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  const problems = result.success
    ? []
    : result.error.issues.map(
        (issue) => `${issue.path.join(".")} ${issue.message}${describe(source[String(issue.path[0])])}`,
      );
  if (result.success && result.data.EMAIL_TRANSPORT === "resend" && !result.data.RESEND_API_KEY) {
    problems.push("RESEND_API_KEY must be set when EMAIL_TRANSPORT is resend");
  }
  if (result.success && result.data.EMAIL_TRANSPORT === "smtp" && !result.data.SMTP_URL) {
    problems.push("SMTP_URL must be set when EMAIL_TRANSPORT is smtp");
  }
  if (result.success && result.data.DATABASE_URL && !result.data.AUTH_SECRET) {
    problems.push(
      "AUTH_SECRET must be set together with DATABASE_URL, the same for every process (32 random characters)",
    );
  }
  if (!result.success || problems.length > 0) {
    throw new EnvError(
      `Overheard cannot start: ${problems.length === 1 ? "a setting is" : `${problems.length} settings are`} wrong.\n${problems.map((problem) => `  - ${problem}`).join("\n")}\nEvery setting is explained in .env.example.`,
    );
  }
  return {
    ...result.data,
    APP_URL: (result.data.APP_URL ?? `http://localhost:${result.data.PORT}`).replace(/\/+$/, ""),
  };
}

function describe(value: string | undefined): string {
  return value === undefined ? "" : ` (it is "${value.length > 60 ? `${value.slice(0, 60)}…` : value}")`;
}

let cached: Env | undefined;
let fileWasRead = false;

/** Adds what stands in the file `.env` (or ENV_FILE; none where that is empty) to what the environment does not set. */
function readEnvFile(): void {
  if (fileWasRead) return;
  fileWasRead = true;
  const file = process.env.ENV_FILE ?? ".env";
  if (file !== "" && existsSync(/* turbopackIgnore: true */ file)) process.loadEnvFile(file);
}

/** The settings of this process. */
export function env(): Env {
  readEnvFile();
  cached ??= readEnv(process.env);
  return cached;
}

/** This process's environment with some variables set anew: for child processes, and to read settings from. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  readEnvFile();
  return { ...process.env, ...extra };
}

/** A file or folder inside the data directory. */
export function inDataDir(settings: Pick<Env, "DATA_DIR">, ...parts: string[]): string {
  return join(settings.DATA_DIR, ...parts);
}

/** Keeps Next from reporting its use to its makers: nothing leaves this machine unasked. */
export function silenceNextTelemetry(): void {
  process.env.NEXT_TELEMETRY_DISABLED = "1";
}
