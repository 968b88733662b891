import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { capitalised, counted } from "../../lib/format/counts";
import { dropTopic, putTopics, type TopicEdit } from "../../lib/topics/edit-topics";
import { listTopics } from "../../lib/topics/store";
import {
  editedTopic,
  parseTopicList,
  splitPhrases,
  type TopicChange,
  writeTopicList,
} from "../../lib/topics/topic-list";
import { UserError } from "../report-failure";
import { say, sayJson, withWorkplace } from "./terminal";

function phraseList(text: string): string[] {
  const phrases = splitPhrases(text);
  if (phrases.length === 0)
    throw new InvalidArgumentError('It must be words and phrases, such as "solar power, +grid".');
  return phrases;
}

function outcome(what: string, { retagged, readers }: TopicEdit): string {
  const lost = readers > 0 ? ` ${capitalised(counted(readers, "reader"))} followed or muted what is gone.` : "";
  return `${what} ${capitalised(counted(retagged, "insight"))} of the last 30 days changed.${lost}`;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UserError(`The file "${file}" cannot be read. Check its name.`);
  }
}

const missing = (slug: string) =>
  new UserError(`There is no topic with the address "${slug}". See them with: npm run cli -- topics list`);

/** `topics …`: what readers can follow, and the phrases by which it is found. */
export function addTopicsCommands(program: Command): void {
  const topics = program.command("topics").description("what readers can follow, and the phrases by which it is found");
  topics
    .command("list")
    .description("every topic with its words and phrases")
    .option("--json", "print data")
    .action((options: { json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const list = await listTopics(context.db);
        if (options.json) return sayJson(list);
        if (list.length === 0) return say("No topics. Add one: npm run cli -- topics add --help");
        for (const topic of list) say(`${topic.name}  (${topic.slug})\n  ${topic.phrases.join(", ")}`);
      }),
    );
  topics
    .command("add")
    .description("add a topic")
    .argument("<slug>", "its address: small letters and hyphens, such as urban-planning")
    .argument("<name>", "as readers see it")
    .requiredOption("--phrases <list>", 'by which it is found, such as "zoning, parking minimum, +mayor"', phraseList)
    .option("--description <text>", "one sentence on what it is about", "")
    .addHelpText("after", "\nA phrase counts in any form of its words; one with a + only beside a second one.")
    .action((slug: string, name: string, options: { phrases: string[]; description: string }) =>
      withWorkplace(async ({ context }) => {
        if ((await listTopics(context.db)).some((topic) => topic.slug === slug))
          throw new UserError(`There is a topic ${slug} already. Change it: npm run cli -- topics edit ${slug} --help`);
        const edit = await putTopics(context, [{ slug, name, ...options }]);
        say(outcome(`Added ${name}.`, edit));
      }),
    );
  topics
    .command("edit")
    .description("change a topic")
    .argument("<slug>", "its address")
    .option("--name <name>", "as readers see it")
    .option("--description <text>", "one sentence on what it is about")
    .option("--phrases <list>", "all of its words and phrases anew", phraseList)
    .option("--add-phrases <list>", "some more", phraseList)
    .option("--remove-phrases <list>", "some fewer", phraseList)
    .action((slug: string, options: TopicChange) =>
      withWorkplace(async ({ context }) => {
        const topic = (await listTopics(context.db)).find((other) => other.slug === slug);
        if (!topic) throw missing(slug);
        if (Object.keys(options).length === 0)
          throw new UserError("Say what to change, for example --name or --phrases.");
        say(outcome(`Changed ${options.name ?? topic.name}.`, await putTopics(context, [editedTopic(topic, options)])));
      }),
    );
  topics
    .command("remove")
    .description("remove a topic, with what readers follow of it")
    .argument("<slug>", "its address")
    .action((slug: string) =>
      withWorkplace(async ({ context }) => {
        const edit = await dropTopic(context, slug);
        if (!edit) throw missing(slug);
        say(outcome(`Removed ${slug}.`, edit));
      }),
    );
  topics
    .command("import")
    .description("add and change topics from a file that `topics export` wrote")
    .argument("<file>")
    .option("--replace", "remove the topics that are not in it")
    .action((file: string, options: { replace?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const list = parseTopicList(readFile(file));
        const edit = await putTopics(context, list, { replace: options.replace ?? false, inOrder: true });
        say(outcome(`Read ${counted(list.length, "topic")}.`, edit));
      }),
    );
  topics
    .command("export")
    .description("print all topics in a form to edit and import")
    .action(() => withWorkplace(async ({ context }) => say(writeTopicList(await listTopics(context.db)).trimEnd())));
}
