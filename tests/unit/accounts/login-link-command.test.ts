import { join } from "node:path";
import { expect, it } from "vitest";
import { loginLinkCommand } from "../../../lib/accounts/login-link-command";

it("the command for a sign-in link names the data directory where it is another one of this folder's", () => {
  const plain = "npm run cli -- login-link ann@example.com";
  const command = (DATA_DIR: string) => loginLinkCommand({ DATA_DIR }, "ann@example.com");
  expect(command("data")).toBe(plain);
  expect(command(join(process.cwd(), "data"))).toBe(plain);
  expect(command(join(process.cwd(), ".demo"))).toBe(`DATA_DIR=.demo ${plain}`);
  expect(command("/var/lib/overheard")).toBe(plain);
});
