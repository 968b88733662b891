import type { Command } from "commander";

type AddCommands = (program: Command) => void;

/**
 * The groups of commands in the order of the help, each with the commands it adds and how it is loaded.
 * Only the group that is asked for is loaded: all of them together take longer than most commands run.
 */
export const commandGroups: { commands: string[]; load: () => Promise<AddCommands> }[] = [
  { commands: ["shows"], load: async () => (await import("./shows")).addShowsCommands },
  { commands: ["poll", "run"], load: async () => (await import("./pipeline")).addPipelineCommands },
  { commands: ["digest"], load: async () => (await import("./digest")).addDigestCommand },
  { commands: ["reindex", "insights"], load: async () => (await import("./insights")).addInsightsCommands },
  { commands: ["costs"], load: async () => (await import("./costs")).addCostsCommand },
  { commands: ["send"], load: async () => (await import("./send")).addSendCommand },
  { commands: ["settle"], load: async () => (await import("./settle")).addSettleCommand },
  { commands: ["status"], load: async () => (await import("./status")).addStatusCommand },
  { commands: ["doctor"], load: async () => (await import("./doctor")).addDoctorCommand },
  { commands: ["retry"], load: async () => (await import("./retry")).addRetryCommand },
  { commands: ["topics"], load: async () => (await import("./topics")).addTopicsCommands },
  { commands: ["backup", "restore", "move"], load: async () => (await import("./keeping")).addKeepingCommands },
  { commands: ["login-link", "invite"], load: async () => (await import("./accounts")).addAccountCommands },
];

/** Adds the group of the command that `name` names to the program, or every group where it names none (help, a misspelling). */
export async function addCommands(program: Command, name: string | undefined): Promise<void> {
  const wanted = commandGroups.filter(({ commands }) => name !== undefined && commands.includes(name));
  for (const { load } of wanted.length > 0 ? wanted : commandGroups) (await load())(program);
}
