import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { pageSecurer } from "../../../jobs/secure-page";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe("answers that are the same for every visitor", () => {
  let server: Server;
  let handled = 0;
  afterEach(() => void server.close());

  async function serve(handle: Handler): Promise<void> {
    const secure = pageSecurer({ isDev: false, isHttps: false });
    handled = 0;
    server = createServer((incoming, response) => {
      response.setHeader("X-Request-Id", `request ${Math.random()}`);
      if (secure(incoming, response)) return;
      handled++;
      handle(incoming, response);
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  }

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    new Promise<{ status: number | undefined; headers: IncomingMessage["headers"]; body: Buffer }>(
      (resolve, reject) => {
        const { port } = server.address() as AddressInfo;
        request({ port, host: "127.0.0.1", path, method, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () =>
            resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
          );
        })
          .once("error", reject)
          .end();
      },
    );

  const page = (text: () => string, cacheControl = "s-maxage=300", more: Record<string, string> = {}): Handler => {
    return (_, response) => {
      const headers = { "content-type": "text/html; charset=utf-8", "cache-control": cacheControl, ...more };
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end(`<p>${text()}</p>${" ".repeat(2000)}`);
    };
  };

  it("are made once for many who ask at the same moment, with everything but the request's own id", async () => {
    await serve(page(() => String(handled)));
    const [first, second] = [await ask("/"), await ask("/")];
    expect(handled).toBe(1);
    expect(second.body).toEqual(first.body);
    expect(second.headers["content-security-policy"]).toBe(first.headers["content-security-policy"]);
    expect(second.headers["cache-control"]).toBe("s-maxage=300");
    expect(second.headers["x-request-id"]).not.toBe(first.headers["x-request-id"]);
    const packed = await ask("/", { "accept-encoding": "gzip" });
    expect(handled).toBe(2);
    expect(gunzipSync((await ask("/", { "accept-encoding": "gzip" })).body).toString()).toContain("<p>2</p>");
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(handled).toBe(2);
  });

  it("are made anew after anything that may have changed something, also what was on its way then", async () => {
    await serve((incoming, response) => {
      const answer = page(() => String(handled));
      if (incoming.url === "/slow") setTimeout(() => answer(incoming, response), 100);
      else answer(incoming, response);
    });
    await ask("/");
    await ask("/api/published", {}, "POST");
    expect((await ask("/")).body.toString()).toContain("<p>3</p>");
    const slow = ask("/slow");
    await new Promise((resolve) => setTimeout(resolve, 30));
    await ask("/api/published", {}, "POST");
    await slow;
    const before = handled;
    await ask("/slow");
    expect(handled).toBe(before + 1);
  });

  it("are never given to or taken from a reader, a bot with an ETag, or a page that is not kept", async () => {
    await serve(page(() => String(handled)));
    const others: Record<string, string>[] = [{ cookie: "a=b" }, { "if-none-match": '"x"' }, { rsc: "1" }];
    for (const headers of [...others, { authorization: "Bearer x" }]) {
      await ask("/", headers);
      await ask("/", headers);
    }
    expect(handled).toBe(8);
    await serve(page(() => "", "private, no-store"));
    await ask("/");
    await ask("/");
    expect(handled).toBe(2);
    await serve(page(() => "", "s-maxage=300", { "set-cookie": "a=b" }));
    await ask("/");
    await ask("/");
    expect(handled).toBe(2);
  });

  it("last a second", async () => {
    await serve(page(() => String(handled)));
    await ask("/");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await ask("/");
    expect(handled).toBe(2);
  });
});
