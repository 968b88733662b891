import { expect, it } from "vitest";
import { sessionCookieName } from "../../../lib/accounts/session-cookie";

it("binds the session's cookie to this host and to https where there is https", () => {
  expect(sessionCookieName({ APP_URL: "https://overheard.example" })).toBe("__Host-overheard");
  expect(sessionCookieName({ APP_URL: "http://192.168.1.4:3000" })).toBe("overheard");
});
