import { describe, expect, it } from "vitest";
import { EnvError, readEnv } from "../../../lib/env";

describe("readEnv", () => {
  it("needs nothing", () => {
    const env = readEnv({});
    expect(env.PORT).toBe(3000);
    expect(env.APP_URL).toBe("http://localhost:3000");
    expect(env.DATABASE_URL).toBeUndefined();
  });

  it("takes a blank variable as not set", () => {
    expect(readEnv({ PORT: "", DATABASE_URL: "", EDITION_HOUR: "" })).toMatchObject({ PORT: 3000, EDITION_HOUR: 6 });
  });

  it("lists every problem at once, each with the value and what it must be", () => {
    const read = () =>
      readEnv({ PORT: "http", APP_TIMEZONE: "Mars/Olympus", EDITION_HOUR: "25", DIGEST_RECIPIENTS: "nobody" });
    expect(read).toThrow(EnvError);
    expect(read).toThrow(/4 settings are wrong/);
    expect(read).toThrow(/PORT must be a whole number \(it is "http"\)/);
    expect(read).toThrow(/APP_TIMEZONE must be an IANA time zone/);
    expect(read).toThrow(/EDITION_HOUR must be at most 23/);
    expect(read).toThrow(/"nobody" is not an email address/);
  });

  it("asks for what belongs together", () => {
    expect(() => readEnv({ EMAIL_TRANSPORT: "resend" })).toThrow(/RESEND_API_KEY must be set/);
    expect(() => readEnv({ DATABASE_URL: "postgresql://db/overheard" })).toThrow(/AUTH_SECRET must be set/);
  });
});
