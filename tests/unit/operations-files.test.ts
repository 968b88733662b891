import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { graceMs } from "../../jobs/stop-signals";
import packageJson from "../../package.json";
import { contextFiles, readDockerfile } from "../prove/image";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const settings = new Set([...read(".env.example").matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));
const isScript = (name: string | undefined) => name === "start" || (name ?? "") in packageJson.scripts;

describe("Dockerfile", () => {
  const instructions = readDockerfile(read("Dockerfile"));

  it("copies what is there, and runs scripts that are there", () => {
    for (const { name, words } of instructions) {
      if (name === "COPY" && !words.startsWith("--from"))
        for (const source of words.split(" ").slice(0, -1)) expect(existsSync(source), source).toBe(true);
      for (const [, script] of words.matchAll(/npm run ([\w:]+)/g)) expect(isScript(script), script).toBe(true);
    }
    const [program, ...args] = JSON.parse(instructions.find(({ name }) => name === "CMD")?.words ?? "[]");
    expect([program, isScript(args.at(-1))]).toEqual(["npm", true]);
  });

  it("runs as nobody special, keeps its data in a volume, and looks after its health", () => {
    const last = instructions.filter(({ stage }) => stage === 1);
    expect(last.find(({ name }) => name === "USER")?.words).toBe("node");
    expect(last.find(({ name }) => name === "VOLUME")?.words).toBe("/data");
    expect(last.find(({ name }) => name === "HEALTHCHECK")?.words).toContain("/api/health");
    expect(instructions.filter(({ name }) => name === "FROM")).toHaveLength(2);
  });

  it("takes neither secrets nor tests along", () => {
    const files = contextFiles();
    expect(files).toContain("jobs/start.ts");
    expect(files.filter((file) => /^(tests|data|\.git)\/|^\.env$/.test(file))).toEqual([]);
  });
});

describe("compose.yaml", () => {
  const { services, volumes } = parse(read("compose.yaml"), { merge: true });

  it("starts PostgreSQL with pgvector, a worker and the pages, which agree on the database and the secret", () => {
    expect(Object.keys(services).sort()).toEqual(["database", "web", "worker"]);
    expect(services.database.image).toContain("pgvector");
    expect(services.web.environment.DATABASE_URL).toBe(services.worker.environment.DATABASE_URL);
    for (const service of [services.web, services.worker]) {
      expect(service.depends_on.database.condition).toBe("service_healthy");
      expect(isScript(service.command.at(-1))).toBe(true);
      // Whatever .env says, else files would lie in the container and go with it.
      expect(service.volumes).toContain(`files:${service.environment.DATA_DIR}`);
      for (const name of Object.keys(service.environment)) expect(settings, name).toContain(name);
    }
  });

  it("names no volume that it does not declare", () => {
    for (const { volumes: mounts = [] } of Object.values<{ volumes?: string[] }>(services))
      for (const mount of mounts) expect(Object.keys(volumes)).toContain(mount.split(":")[0]);
  });
});

describe("OPERATING.md", () => {
  const text = read("OPERATING.md");

  it("names only settings, scripts and units' commands that are there", () => {
    const ours = [...text.matchAll(/`([A-Z][A-Z0-9]+_[A-Z0-9_]+)`/g)].map((match) => match[1]);
    for (const name of ours) expect([...settings, "POSTGRES_PASSWORD"], name).toContain(name);
    for (const [, script] of text.matchAll(/npm (?:run )?(start|web|worker|cli|build|prove)\b/g))
      expect(isScript(script), script).toBe(true);
    expect([...text.matchAll(/^ExecStart=/gm)]).toHaveLength(2);
  });
});

describe("the systemd units of OPERATING.md", () => {
  const units = [...read("OPERATING.md").matchAll(/```ini\n(\[Unit\][\s\S]*?)```/g)].map(([, unit = ""]) => unit);
  const settingOf = (unit: string, name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1] ?? "";

  it("are the all-in-one start and a worker, as nobody special, and come back by themselves", () => {
    // Without npm, which ends at a signal and leaves what it started; with what its scripts say.
    expect(units.map((unit) => settingOf(unit, "ExecStart"))).toEqual(
      [packageJson.scripts.start, packageJson.scripts.worker].map(
        (script) => `/opt/overheard/node_modules/.bin/${script}`,
      ),
    );
    for (const unit of units) {
      expect(settingOf(unit, "User")).toBe("overheard");
      expect(settingOf(unit, "Restart")).toBe("always");
      expect(settingOf(unit, "WantedBy")).toBe("multi-user.target");
    }
  });

  it("wait longer than processes take to stop: one, or the three of the all-in-one start in turn", () => {
    const [start = "", worker = ""] = units.map((unit) => settingOf(unit, "TimeoutStopSec"));
    expect(Number(start) * 1000).toBeGreaterThan(3 * graceMs);
    expect(Number(worker) * 1000).toBeGreaterThan(graceMs);
    const { services } = parse(read("compose.yaml"), { merge: true });
    for (const name of ["web", "worker"])
      expect(Number.parseInt(services[name].stop_grace_period, 10) * 1000).toBeGreaterThan(graceMs);
  });
});

describe("what is installed", () => {
  it("is listed as CycloneDX by a command, with its licences", { timeout: 60_000 }, () => {
    const text = execFileSync("npm", ["run", "--silent", "sbom"], { encoding: "utf8", maxBuffer: 2 ** 26 });
    const { bomFormat, components } = JSON.parse(text) as {
      bomFormat: string;
      components: { name: string; version: string; licenses?: unknown[] }[];
    };
    expect(bomFormat).toBe("CycloneDX");
    for (const [name, version] of [
      ["next", packageJson.dependencies.next],
      ["pg-boss", packageJson.dependencies["pg-boss"]],
    ])
      expect(components.find((one) => one.name === name)).toMatchObject({ version, licenses: [expect.anything()] });
    expect(components.map(({ name }) => name)).not.toContain("vitest");
  });
});
