import { createServer } from "node:net";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { checkServer, connectionFault, DatabaseServerError, serverFault } from "../../lib/db/check-server";
import { freePort } from "../../lib/db/embedded";
import { runJob } from "../support/run-job";
import { createTestPostgres } from "../support/test-postgres";

const secret = "s3cret-word";
const urlAt = (host: string, database = "overheard") => `postgresql://reader:${secret}@${host}/${database}`;

/** What is wrong with a server, in words. */
async function wrong(url: string): Promise<string> {
  const error = await checkServer(url).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(DatabaseServerError);
  expect(error.message).not.toContain(secret);
  return error.message;
}

/** A server that refuses everybody by an error of PostgreSQL's. */
async function refusing(code: string, message: string): Promise<{ host: string; stop(): void }> {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(Buffer.concat([Buffer.from("E"), length, fields])));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  return { host: `127.0.0.1:${port}`, stop: () => void server.close() };
}

describe("a server of DATABASE_URL that cannot be used", () => {
  it("is told in one sentence with what to do, before anything is changed", async () => {
    const port = await freePort();
    expect(await wrong(urlAt(`127.0.0.1:${port}`))).toBe(
      `Nothing answers at 127.0.0.1:${port}, the server of DATABASE_URL. Start PostgreSQL there, or correct the host and port.`,
    );
    expect(await wrong(urlAt("nowhere.invalid"))).toMatch(
      /^The host "nowhere\.invalid" of DATABASE_URL has no address\./,
    );
    for (const [code, pattern] of [
      ["28P01", /does not accept the password of the role "reader".*percent-encoded/],
      ["28000", /does not let the role "reader" in \(no entry\)\. Make the role/],
      ["3D000", /There is no database "overheard".*CREATE DATABASE "overheard" OWNER "reader";/],
      ["42501", /may not connect to the database "overheard".*GRANT CONNECT/],
      ["53300", /has no connection left/],
      ["57P03", /is starting or stopping/],
      ["XX000", /at 127\.0\.0\.1:\d+ cannot be used \(no entry\)\./],
    ] as const) {
      const server = await refusing(code, "no entry");
      expect(await wrong(urlAt(server.host)), code).toMatch(pattern);
      server.stop();
    }
    const address = { host: "db", port: "5432", user: "reader", database: "overheard" };
    for (const error of [{ code: "ETIMEDOUT" }, { message: "timeout expired" }])
      expect(connectionFault(error, address)).toMatch(/^db:5432, .* does not answer within 10 seconds/);
    expect(connectionFault({ message: "The server does not support SSL connections" }, address)).toMatch(/sslmode/);
    expect(connectionFault({ code: "DEPTH_ZERO_SELF_SIGNED_CERT", message: "self-signed" }, address)).toMatch(
      /sslmode/,
    );
  });

  it("is refused where it is too old, or the role may make nothing", async () => {
    const facts = { versionNumber: 150004, mayCreateTables: true, mayCreateSchemas: true };
    const who = { user: "reader", database: "overheard" };
    expect(serverFault(facts, who)).toBeNull();
    expect(serverFault({ ...facts, versionNumber: 140011 }, who)).toMatch(/PostgreSQL 14, which is too old.*15/);
    const postgres = await createTestPostgres();
    if (!postgres) return expect(process.env.CI, "CI has a PostgreSQL").toBeUndefined();
    const role = `overheard_weak_${process.pid}`;
    const owner = new Client({ connectionString: postgres.url });
    await owner.connect();
    try {
      await checkServer(postgres.url);
      await owner.query(`CREATE ROLE ${role} LOGIN`);
      const url = new URL(postgres.url);
      url.username = role;
      const database = url.pathname.slice(1);
      expect(await wrong(url.href)).toMatch(new RegExp(`GRANT CREATE ON SCHEMA public TO "${role}";$`));
      await owner.query(`GRANT CREATE ON SCHEMA public TO ${role}`);
      expect(await wrong(url.href)).toMatch(new RegExp(`GRANT CREATE ON DATABASE "${database}" TO "${role}";$`));
      await owner.query(`GRANT CREATE ON DATABASE "${database}" TO ${role}`);
      await checkServer(url.href);
    } finally {
      await owner.end();
      await postgres.drop();
      const admin = new Client({
        connectionString: Object.assign(new URL(postgres.url), { pathname: "/postgres" }).href,
      });
      await admin.connect();
      await admin.query(`DROP ROLE IF EXISTS ${role}`);
      await admin.end();
    }
  });

  it("is the doctor's one finding, and the whole that a worker says", async () => {
    const settings = { DATABASE_URL: urlAt(`127.0.0.1:${await freePort()}`), AUTH_SECRET: "x".repeat(32) };
    const doctor = runJob("cli.ts", ["doctor"], settings);
    const worker = runJob("worker.ts", [], settings);
    expect([await doctor.ended, await worker.ended]).toEqual([1, 1]);
    expect(doctor.output()).toMatch(
      /^✗ Database +Nothing answers at 127\.0\.0\.1:\d+, .*\n\nOne thing has to be mended/,
    );
    expect(worker.output()).toMatch(/^\nNothing answers at .*port\.\n$/);
    expect(doctor.output() + worker.output()).not.toContain(secret);
  });
});
