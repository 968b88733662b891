import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../lib/db/embedded";
import { createFetcher } from "../../lib/net/fetch";
import { startServer, type TestServer } from "../support/test-server";

const APP_URL = "https://overheard.example";
const limits = { maxBytes: 1000, timeoutMs: 1000 };

describe("fetching from publishers", () => {
  let server: TestServer;
  const open = createFetcher({ ALLOW_PRIVATE_NETWORK: true, ALLOWED_PORTS: [], APP_URL });
  const guarded = createFetcher({ ALLOW_PRIVATE_NETWORK: false, ALLOWED_PORTS: [], APP_URL });

  beforeAll(async () => {
    server = await startServer();
    const to = (path: string, location: string, status = 302) =>
      server.routes.set(path, (_, response) => response.writeHead(status, { location }).end());
    server.routes.set("/ok", (_, response) => response.end("fine"));
    server.routes.set("/large", (_, response) => response.end("x".repeat(2000)));
    server.routes.set("/large-unsaid", (_, response) => {
      for (let i = 0; i < 20; i++) response.write("x".repeat(100));
      response.end();
    });
    server.routes.set("/never", () => {});
    server.routes.set("/stalls", (_, response) => response.write("begun"));
    server.routes.set("/breaks", (_, response) => response.socket?.destroy());
    to("/moved", "/ok", 301);
    to("/moved-then-elsewhere", "/elsewhere", 308);
    to("/elsewhere", "/ok", 302);
    to("/round", "/round");
    to("/to-file", "file:///etc/passwd");
  });
  afterAll(() => server.stop());

  const kindOf = (fetcher: typeof open, url: string) =>
    fetcher.get(url, limits).then(
      () => "answered",
      (error) => error.kind,
    );

  it("reads an answer to its end, and says who asks", async () => {
    const answer = await open.get(`${server.origin}/ok`, { ...limits, headers: { "if-none-match": '"a"' } });
    expect(answer).toMatchObject({ status: 200, finalUrl: `${server.origin}/ok`, permanentRedirectUrl: null });
    expect(answer.body.toString()).toBe("fine");
    expect(server.requests.at(-1)?.headers).toMatchObject({ "if-none-match": '"a"' });
    expect(server.requests.at(-1)?.headers["user-agent"]).toMatch(/^Overheard\/.*\+https:\/\/overheard\.example/);
  });

  it("asks one host at most twice at the same time, and others meanwhile", async () => {
    let most = 0;
    let now = 0;
    server.routes.set("/slow", (_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end("done");
      }, 50);
    });
    const startedAt = Date.now();
    const slow = Array.from({ length: 8 }, () => open.get(`${server.origin}/slow`, limits));
    const other = await open.get(`${server.origin.replace("127.0.0.1", "localhost")}/ok`, limits);
    const otherAfterMs = Date.now() - startedAt;
    await Promise.all(slow);
    expect(other.status).toBe(200);
    expect(otherAfterMs).toBeLessThan(Date.now() - startedAt);
    expect(most).toBe(2);
  });

  it("follows redirects, and tells the permanent from the temporary", async () => {
    expect(await open.get(`${server.origin}/moved`, limits)).toMatchObject({
      status: 200,
      permanentRedirectUrl: `${server.origin}/ok`,
    });
    expect(await open.get(`${server.origin}/moved-then-elsewhere`, limits)).toMatchObject({
      finalUrl: `${server.origin}/ok`,
      permanentRedirectUrl: `${server.origin}/elsewhere`,
    });
    expect(await kindOf(open, `${server.origin}/round`)).toBe("redirects");
    expect(await kindOf(open, `${server.origin}/to-file`)).toBe("bad-url");
  });

  it("stops reading what is too large, whether its length is said or not", async () => {
    expect(await kindOf(open, `${server.origin}/large`)).toBe("too-large");
    expect(await kindOf(open, `${server.origin}/large-unsaid`)).toBe("too-large");
  });

  it("does not wait for ever, neither for an answer nor for its end", async () => {
    expect(await kindOf(open, `${server.origin}/never`)).toBe("timeout");
    expect(await kindOf(open, `${server.origin}/stalls`)).toBe("timeout");
    expect(await kindOf(open, `${server.origin}/breaks`)).toBe("unreachable");
    const host = `127.0.0.1:${await freePort()}`;
    await expect(open.get(`http://${host}/`, limits)).rejects.toThrow(`${host} refused the connection.`);
  });

  it("does not fetch from private networks, by address, by name or by redirect", async () => {
    for (const url of [
      `${server.origin}/ok`,
      "http://localhost/ok",
      "http://[::1]/ok",
      "http://169.254.169.254/latest/meta-data",
      "http://2130706433/",
      "http://0x7f.1/",
    ])
      expect(await kindOf(guarded, url), url).toBe("blocked");
  });

  it("asks only the ports that are allowed", async () => {
    const named = createFetcher({ ALLOW_PRIVATE_NETWORK: true, ALLOWED_PORTS: [8443], APP_URL });
    expect(await kindOf(named, `${server.origin}/ok`)).toBe("blocked");
    const port = Number(new URL(server.origin).port);
    const own = createFetcher({ ALLOW_PRIVATE_NETWORK: true, ALLOWED_PORTS: [port], APP_URL });
    expect(await kindOf(own, `${server.origin}/ok`)).toBe("answered");
  });

  it.each(["nonsense", "ftp://example.com/feed.xml", "javascript:alert(1)", ""])("refuses %s", async (url) => {
    expect(await kindOf(open, url)).toBe("bad-url");
  });
});
