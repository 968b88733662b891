import { createServer } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { nameRequest } from "../../../jobs/name-request";
import { createLog, withLogFields } from "../../../lib/log/log";

const lines: Record<string, unknown>[] = [];
const log = createLog("web", "debug", { write: (line) => void lines.push(JSON.parse(line)) });
const server = createServer((request, response) =>
  nameRequest(request, response, log, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.warn({}, `looked after as ${request.headers["x-request-id"]}`);
    response.writeHead(request.url === "/broken" ? 500 : 200).end();
  }),
);
let origin = "";

beforeEach(async () => {
  lines.length = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** The id that an answer carries, to a request that came with one or with none. */
async function idFor(given?: string, path = "/signin/secret?token=secret"): Promise<string | null> {
  const answer = await fetch(origin + path, given === undefined ? {} : { headers: { "x-request-id": given } });
  return answer.headers.get("x-request-id");
}

const made = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;

it("keeps the id that a proxy gave, in the answer and in every line, and logs no secret of the address", async () => {
  expect(await idFor("proxy-7.2026_11")).toBe("proxy-7.2026_11");
  expect(lines).toMatchObject([
    { requestId: "proxy-7.2026_11", msg: "looked after as proxy-7.2026_11" },
    { requestId: "proxy-7.2026_11", msg: "answered", level: 20, status: 200, page: "/signin" },
  ]);
  expect(JSON.stringify(lines)).not.toContain("secret");
});

it.each([
  undefined,
  "",
  "short",
  "x".repeat(65),
  'a"}{"level":60',
  "<script>alert</script>",
  "a b c d e f g h",
  "-begins-oddly",
])("makes one of its own instead of %j", async (given) => {
  const id = await idFor(given);
  expect(id).toMatch(made);
  expect(lines.map((line) => line.requestId)).toEqual([id, id]);
});

it("tells the lines of requests apart that are answered at the same time, and of work within work", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => idFor()));
  expect(new Set(ids).size).toBe(20);
  for (const { requestId, msg } of lines) if (msg !== "answered") expect(msg).toBe(`looked after as ${requestId}`);
  lines.length = 0;
  withLogFields({ job: "poll-feeds", jobId: "1" }, () =>
    withLogFields({ episodeId: "e" }, () => log.info({ jobId: "2" }, "said")),
  );
  log.info({}, "afterwards");
  expect(lines).toMatchObject([{ job: "poll-feeds", jobId: "2", episodeId: "e" }, { msg: "afterwards" }]);
  expect(lines[1]).not.toHaveProperty("job");
});

it("logs a failed request as an error", async () => {
  await idFor(undefined, "/broken");
  expect(lines.at(-1)).toMatchObject({ level: 50, status: 500, page: "/broken", method: "GET" });
});
