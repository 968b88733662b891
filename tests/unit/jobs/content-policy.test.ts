import { describe, expect, it } from "vitest";
import { contentPolicy, scriptHashes } from "../../../jobs/content-policy";
import { isForged } from "../../../jobs/forged-request";

describe("a page's policy for scripts", () => {
  it("names the data that Next writes into pages, and nothing else that stands there", () => {
    const data = 'self.__next_f.push([1,"0:\\"<b>\\u003c/script\\u003e\\""])';
    const html = `<script src="/_next/a.js" async=""></script><script>(self.__next_f=self.__next_f||[]).push([0])</script>
      <script id="x">${data}</script><script>${data}</script><script>alert(1)</script>
      <script>self.__next_f.push([1,"a"]);alert(1)</script><script>self.__next_f.push([alert(1)])</script>
      <script>self.__next_f.push([1]);alert([2])</script>
      <script>self.__next_f.push([1,"]);alert(1);([\\"]"]);alert(1)</script><script>self.__next_f.push</script>
      <script>(self.__next_f=self.__next_f||[]).push([0]);self.__next_f.push([2,["a]","\\\\"]])</script><script type="application/ld+json">{"a":1}</script>`;
    expect(scriptHashes(html)).toHaveLength(3);
    const policy = contentPolicy(scriptHashes(html), { isDev: false });
    expect(policy).toMatch(/script-src 'self' 'sha256-\S+' 'sha256-\S+' 'sha256-\S+';/);
    expect(policy.split(";").find((part) => part.includes("script-src "))).not.toContain("unsafe");
  });

  it("names what starts the page, whatever its chunks are called, and nothing that looks like it", () => {
    const start = (given: string) =>
      `<script id="_R_">(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push(${given});</script>`;
    const own = '{"otherChunks":["static/chunks/0kb~1-x.js","static/chunks/a_b.c.js"],"runtimeModuleIds":[94553]}';
    expect(scriptHashes(start(own))).toHaveLength(1);
    for (const given of [
      '{"otherChunks":["https://evil.example/a.js"],"runtimeModuleIds":[1]}',
      '{"otherChunks":["static/chunks/../../a.js"],"runtimeModuleIds":[1]}',
      '{"otherChunks":[],"runtimeModuleIds":[1],"more":alert(1)}',
      `${own});alert(1);({"a":1}`,
      "{}",
    ])
      expect(scriptHashes(start(given)), given).toEqual([]);
  });
});

describe("a forged request", () => {
  const forged = (headers: Record<string, string>, method = "POST", url = "/settings") =>
    isForged({ method, url, headers: { host: "overheard.example:3000", ...headers } }, "https://read.example");

  it("comes from another page, or from a cookie without a page", () => {
    expect(forged({ origin: "https://evil.example" })).toBe(true);
    expect(forged({ origin: "null", "sec-fetch-site": "cross-site" })).toBe(true);
    expect(forged({ origin: "null" })).toBe(true);
    expect(forged({ "sec-fetch-site": "same-site", origin: "https://other.read.example" })).toBe(true);
    expect(forged({ cookie: "overheard=x" })).toBe(true);
    expect(forged({ origin: "https://evil.example" }, "DELETE")).toBe(true);
  });

  it("is not what our own pages, machines with proofs of their own and readers of pages send", () => {
    expect(forged({ origin: "https://read.example", cookie: "overheard=x" })).toBe(false);
    expect(forged({ origin: "http://overheard.example:3000" })).toBe(false);
    expect(forged({ origin: "https://read.example", "sec-fetch-site": "same-origin" })).toBe(false);
    expect(forged({ origin: "https://evil.example" }, "GET")).toBe(false);
    expect(forged({}, "POST", "/api/webhooks/resend")).toBe(false);
    expect(forged({}, "POST", "/unsubscribe?token=x")).toBe(false);
    expect(forged({ cookie: "overheard=x" }, "POST", "/unsubscribed")).toBe(true);
  });
});
