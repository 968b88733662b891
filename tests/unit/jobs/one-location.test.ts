import { createServer } from "node:http";
import { expect, it } from "vitest";
import { nameLocationOnce } from "../../../jobs/one-location";

it("names once where an answer leads, and appends other headers as before", async () => {
  const server = createServer((_request, response) => {
    nameLocationOnce(response);
    response.setHeader("location", "/new");
    response.appendHeader("Location", "/new");
    response.appendHeader("vary", "rsc");
    response.appendHeader("vary", "cookie");
    response.writeHead(308).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  const answer = await fetch(`http://127.0.0.1:${port}/old`, { redirect: "manual" });
  server.close();
  expect(answer.headers.get("location")).toBe("/new");
  expect(answer.headers.get("vary")).toBe("rsc, cookie");
});
