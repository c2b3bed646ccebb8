import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Argument, Command, Option } from 'commander';

const folder = path.resolve(import.meta.dirname, '..', '..', 'src/cli/commands');

/** docs/cli.md: every command with what its `--help` says, in the order of the alphabet. */
export async function cliReference(): Promise<string> {
  const commands = await cliCommands();
  const list = commands.map(
    (command) => `- [\`polyprompt ${command.name()}\`](#polyprompt-${command.name()}): ${command.description()}`,
  );
  return [
    '# Command line reference',
    '`npm run docs` writes this page from the commands themselves. `polyprompt COMMAND --help` prints the same.',
    list.join('\n'),
    ...commands.map((command) => section(command, '##')),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The commands themselves, as the program adds them. */
export async function cliCommands(): Promise<readonly Command[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file): Promise<object> => import(path.join(folder, file))));
  return modules.map(commandOf).sort((first, second) => (first.name() < second.name() ? -1 : 1));
}

/** Each file of commands exports one function, which makes its command. */
function commandOf(module: object): Command {
  for (const [name, make] of Object.entries(module)) if (name.endsWith('Command')) return make(() => undefined);
  throw new Error('a file of src/cli/commands exports no command');
}

/** The program's name before a command's own is added by the caller. */
function section(command: Command, level: string, parents = 'polyprompt'): string {
  const name = `${parents} ${command.name()}`;
  return [
    `${level} ${name}`,
    command.description(),
    `\`\`\`text\n${name} ${command.usage()}\n\`\`\``,
    ...argumentTable(command.registeredArguments),
    ...optionTable(command.options),
    ...closing(command),
    ...command.commands.map((inner) => section(inner, `${level}#`, name)),
  ].join('\n\n');
}

function argumentTable(list: readonly Argument[]): readonly string[] {
  if (list.length === 0) return [];
  const rows = list.map((argument) => row(argument.name(), argument.description, argument.defaultValue));
  return [['| Argument | Meaning |', '|---|---|', ...rows].join('\n')];
}

function optionTable(list: readonly Option[]): readonly string[] {
  const shown = list.filter((option) => !option.hidden);
  if (shown.length === 0) return [];
  const rows = shown.map(({ flags, description, argChoices, defaultValue }) => {
    const choices = argChoices ? ` One of ${argChoices.map(code).join(', ')}.` : '';
    return row(flags, `${sentence(description)}${choices}`, defaultValue);
  });
  return [['| Option | Meaning |', '|---|---|', ...rows].join('\n')];
}

function row(name: string, description: string, defaultValue: unknown): string {
  const hasDefault = defaultValue !== undefined && !(Array.isArray(defaultValue) && defaultValue.length === 0);
  const meaning = `${sentence(description)}${hasDefault ? ` Default: ${code(String(defaultValue))}.` : ''}`;
  return `| ${code(name)} | ${meaning.replaceAll('|', '\\|')} |`;
}

/** Help has no room for whole sentences, but a page has. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.:]$/.test(text) ? '' : '.'}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** The text that a command adds below its help: exit codes and an example. */
function closing(command: Command): readonly string[] {
  let printed = '';
  command.configureOutput({ writeOut: (text) => (printed += text) });
  command.outputHelp();
  const added = printed.slice(command.helpInformation().length).trim();
  const [before = '', example = ''] = added.split(/^Example:\n/m);
  const [lines = '', after = ''] = example.split('\n\n');
  const shown = lines.replace(/^ {2}/gm, '').trim();
  return [
    ...(before.trim() === '' ? [] : [before.trim()]),
    ...(shown === '' ? [] : [`\`\`\`console\n${shown}\n\`\`\``]),
    ...(after.trim() === '' ? [] : [after.trim()]),
  ];
}
