import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addCommands, commandGroups } from "../../../jobs/commands/groups";

const namesAfter = async (name: string | undefined) => {
  const program = new Command();
  await addCommands(program, name);
  return program.commands.map((command) => command.name());
};

describe("the groups of commands", { timeout: 60_000 }, () => {
  it("are listed with exactly the commands they add", async () => {
    for (const { commands, load } of commandGroups) {
      const program = new Command();
      (await load())(program);
      expect(program.commands.map((command) => command.name())).toEqual(commands);
    }
  });

  it("are loaded alone for a command of theirs, and all for help or a misspelling", async () => {
    expect(await namesAfter("restore")).toEqual(["backup", "restore", "move"]);
    const all = commandGroups.flatMap(({ commands }) => commands);
    for (const name of [undefined, "--help", "help", "nonsense"]) expect(await namesAfter(name)).toEqual(all);
  });
});
