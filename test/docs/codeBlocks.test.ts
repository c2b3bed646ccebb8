import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { cliCommands } from '../../scripts/docs/cliReference.ts';
import { lintPrompt } from '../../src/core/prompt/lintPrompt.ts';
import { readPrompt } from '../../src/core/prompt/readPrompt.ts';
import { openProject } from '../../src/core/routing/openProject.ts';
import { readProjectSuite } from '../../src/core/routing/readProjectSuite.ts';
import { workspaceSuiteFiles } from '../../src/node/suites/workspaceSuiteFiles.ts';
import { polyprompt } from '../cli/commandLine.ts';
import { GitFolder, gitIn } from '../support/gitFolder.ts';
import { type CommandText, commandsOf } from './commandText.ts';
import { type CodeBlock, type MarkdownFile, markdownFiles, root } from './markdownFile.ts';

// How a block is tried. `sh`: each of its commands, in a copy of examples/ that is a Git repository, one copy per page; a comment
// such as "# exit 1" says how a command ends. `console`: shown alone; its commands and options have to exist. A block whose line before
// names a file ("`first.prompt`:") is written there first, and a prompt, suite or polyprompt.yaml is read without a Problem.

const documents = markdownFiles().filter(({ file }) => file !== 'CHANGELOG.md');
const asShell = new Set(['sh', 'console']);

describe('code blocks of the documentation', () => {
  it('say what they are', () => {
    const known = new Set(['sh', 'console', 'text', 'yaml', 'json', 'jsonl', 'csv', 'prompt', 'js', 'toml']);
    const unknown = eachBlock().filter(({ block }) => !known.has(block.language));
    assert.deepEqual(unknown.map(placeOf), []);
  });

  it('hold YAML and JSON that can be read', () => {
    const faults = eachBlock().flatMap(({ markdown, block }) =>
      structureFaults(block).map((fault) => `${placeOf({ markdown, block })}: ${fault}`),
    );
    assert.deepEqual(faults, []);
  });

  it('name scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const faults = documents.flatMap(({ file, text }) =>
      [...text.matchAll(/\bnpm run (?:--?[\w-]+ )*([a-z][\w:-]*)/g)].flatMap(([, name = '']) =>
        name in scripts ? [] : [`${file}: npm run ${name}`],
      ),
    );
    assert.deepEqual(faults, []);
  });

  it('use commands and options that exist', async () => {
    const commands = await cliCommands();
    const faults = eachBlock()
      .filter(({ block }) => asShell.has(block.language))
      .flatMap(({ markdown, block }) =>
        commandsOf(block.text, block.line + 1).flatMap((command) =>
          usageFaults(command, commands).map((fault) => `${markdown.file}:${command.line}: ${fault}`),
        ),
      );
    assert.deepEqual(faults, []);
  });

  // One page after the other: checks that run a script have a time limit, which a busy machine would exceed.
  for (const markdown of documents.filter(({ blocks }) => blocks.some(isTried))) {
    it(`of ${markdown.file} do what they say`, () => tryPage(markdown)).timeout(120_000);
  }
});

function eachBlock() {
  return documents.flatMap((markdown) => markdown.blocks.map((block) => ({ markdown, block })));
}

function placeOf({ markdown, block }: { readonly markdown: MarkdownFile; readonly block: CodeBlock }): string {
  return `${markdown.file}:${block.line}`;
}

function isTried({ language, file }: CodeBlock): boolean {
  return language === 'sh' || file !== undefined;
}

function structureFaults({ language, text }: CodeBlock): readonly string[] {
  if (language === 'yaml') return parseDocument(text).errors.map(({ message }) => message);
  if (language !== 'json' && language !== 'jsonl') return [];
  try {
    for (const json of language === 'json' ? [text] : text.trim().split('\n')) JSON.parse(json);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function usageFaults({ words }: CommandText, commands: readonly Command[]): readonly string[] {
  const start = words.findIndex((word) => /^polyprompt(@\d+)?$/.test(word));
  if (start === -1 || (start > 0 && words[0] !== 'npx') || words[start + 1]?.startsWith('-')) return [];
  let [command, rest] = [commands.find((known) => known.name() === words[start + 1]), words.slice(start + 2)];
  const inner = command?.commands.find((known) => known.name() === rest[0]);
  if (inner) [command, rest] = [inner, rest.slice(1)];
  if (!command) return [`there is no command ${words[start + 1]}`];
  const { options } = command;
  return rest
    .filter((word) => /^--?[a-z]/.test(word))
    .filter((word) => word !== '--help' && !options.some(({ short, long }) => word === short || word === long))
    .map((word) => `there is no option ${word}`);
}

async function tryPage({ file, blocks }: MarkdownFile): Promise<void> {
  const folder = new GitFolder('examples');
  try {
    cpSync(path.join(root, 'examples'), folder.root, { recursive: true });
    folder.write({ '.gitignore': '.polyprompt/runs/\n.polyprompt/cache/\n' });
    folder.git('add', '.');
    folder.git('commit', '--quiet', '-m', 'The examples');
    folder.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    mkdirSync(path.join(folder.root, 'home'));
    for (const block of blocks.filter(isTried)) await tryBlock(block, { file, folder });
  } finally {
    await folder.remove();
  }
}

async function tryBlock(block: CodeBlock, page: { readonly file: string; readonly folder: GitFolder }): Promise<void> {
  const { folder } = page;
  if (block.file !== undefined) {
    folder.write({ [block.file]: block.text });
    assert.deepEqual(await problemsOf(block.file, folder.root), [], `${page.file}:${block.line}`);
  }
  if (block.language !== 'sh') return;
  for (const { line, words, exitCode } of commandsOf(block.text, block.line + 1)) {
    const [program = '', ...args] = words;
    const place = `${page.file}:${line}: ${words.join(' ')}`;
    assert.ok(program === 'polyprompt' || program === 'git', `${place}: only polyprompt and git are run`);
    if (program === 'git') gitIn(folder.root, args);
    if (program !== 'polyprompt') continue;
    const result = await polyprompt([...args, ...hurry(args)], {
      cwd: folder.root,
      env: { HOME: folder.path('home') },
    });
    assert.equal(result.code, exitCode, `${place}\n${result.stdout.slice(-1500)}\n${result.stderr.slice(-1500)}`);
  }
}

/** Nobody is served by waiting for one simulated answer after the other. */
function hurry([command]: readonly string[]): readonly string[] {
  return command === 'eval' || command === 'check' ? ['--concurrency', '20'] : [];
}

/** What the engine has to say of a file that a page shows. */
async function problemsOf(file: string, folder: string): Promise<readonly string[]> {
  const files = workspaceSuiteFiles(folder);
  if (/(\.eval\.yaml|promptfooconfig\.yaml)$/.test(file)) {
    const { problems } = await readProjectSuite(file, files);
    return problems.map(({ message }) => message);
  }
  if (file === 'polyprompt.yaml') return (await openProject(files)).problems.map(({ message }) => message);
  if (!/\.prompt(\.yml|\.txt)?$|\.prompty$/.test(file)) return [];
  const text = readFileSync(path.join(folder, file), 'utf8');
  return lintPrompt(readPrompt({ path: file, text })).map(({ message }) => message);
}
