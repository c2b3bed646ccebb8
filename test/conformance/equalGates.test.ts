import assert from 'node:assert/strict';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite, suiteFormatOf } from '../../src/core/dataset/readSuite.ts';
import { rowsOfVersion } from '../../src/core/gate/pairVersions.ts';
import { planSuite } from '../../src/core/plan/planSuite.ts';
import { promptVersionOf } from '../../src/core/plan/promptVersion.ts';
import { slashedPath } from '../../src/node/files/slashedPath.ts';
import { type GateOutcome, gateOutcome } from '../support/gateOutcome.ts';
import { gitIn } from '../support/gitFolder.ts';
import { answeringRegistry } from '../support/suiteRun.ts';
import { memoryFiles } from '../unit/dataset/memoryFiles.ts';
import { conformanceFolder, skipWithoutData } from './data.ts';

const mark = 'Whisper';

/** Says what it is sent, but keeps most of it to itself where it is to whisper. */
const registry = answeringRegistry((_model, messages) => {
  const [part] = messages.at(-1)?.parts ?? [];
  const text = part?.type === 'text' ? part.text : '';
  return text.includes(mark) ? text.slice(0, 4) : text;
});

const field = conformanceFolder('field');
const sources = [
  path.join(import.meta.dirname, '../../examples'),
  ...(field ? readdirSync(field).map((name) => path.join(field, name)) : []),
].filter((folder) => lstatSync(folder).isDirectory());

/** The rows of data and the lines of prompts and suites that say something else in the newer version. */
function changed(name: string, text: string): string {
  if (name.endsWith('.prompt.txt') || name.endsWith('.prompt')) return `${text.trimEnd()}\n${mark}.\n`;
  if (suiteFormatOf(name) === 'promptfoo') return text.replace('{{', `${mark} {{`);
  return text.replace(/(content: .*?)\{\{/, `$1${mark} {{`);
}

/** What everybody is told; a machine's paths are in none of it, and the version's own name says nothing. */
function told({ result, decision: { outcome, reason } }: GateOutcome) {
  const suites = result.suites.map(({ suite, rows, ...rest }) => ({
    suite,
    rows: rows.map(({ name, target, change, place, caseId }) => [name, target, change, place, caseId]),
    ...rest,
  }));
  return {
    outcome,
    reason: reason.replace('working copy', 'staged'),
    suites,
    uncovered: result.uncovered,
    gone: result.gone,
  };
}

describe('the gate comes to the same on every system', function () {
  this.timeout(120_000);
  const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-equal-')));
  after(() => rmSync(scratch, { recursive: true, force: true }));
  skipWithoutData(field ? [field] : []);

  /** Of a clone with the line ends of Linux and of one with those of Windows, staged and on disk: all the same. */
  async function outcomeOf(home: string, origin: string) {
    const outcomes = [];
    for (const [name, setting] of [
      ['plain', 'false'],
      ['windows', 'true'],
    ] as const) {
      const clone = path.join(home, name);
      gitIn(home, ['clone', '--quiet', '-c', `core.autocrlf=${setting}`, '--branch', 'main', origin, clone]);
      gitIn(clone, ['checkout', '--quiet', 'origin/changed', '--', '.']);
      assert.equal(readFileSync(path.join(clone, '.gitignore'), 'utf8').includes('\r\n'), setting === 'true');
      for (const staged of [true, false]) outcomes.push(told(await gateOutcome(clone, registry, { staged })));
    }
    const [first] = outcomes;
    assert.ok(first);
    for (const outcome of outcomes) assert.deepEqual(outcome, first);
    return first;
  }

  const counts: Record<string, number> = {};
  let rows = 0;
  for (const source of sources) {
    const name = path.basename(source);
    it(`whatever the line ends of a checkout: ${name}`, async () => {
      const home = path.join(scratch, name);
      const { outcome, suites } = await outcomeOf(home, makeOrigin(path.join(home, 'origin'), source));
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      rows += suites.flatMap((suite) => suite.rows).length;
    });

    if (namedFilesOf(source).length > 0)
      it(`and is not green where the names of files have other letters: ${name}`, async () => {
        const home = path.join(scratch, `${name} in other letters`);
        const { outcome, suites } = await outcomeOf(home, makeOrigin(path.join(home, 'origin'), source, otherLetters));
        assert.equal(outcome, 'invalid');
        for (const { problems } of suites)
          assert.match(problems.join('\n'), / is called "[^"]+"\. Write its name with/);
      });

    for (const suite of filesOf(source).filter((file) => ['eval', 'promptfoo'].includes(suiteFormatOf(file) ?? '')))
      it(`whatever the paths of the system: ${name}, ${suite}`, async () => {
        const [plain, ...others] = await Promise.all(roots.map((root) => comparedUnder(root, source, suite)));
        for (const other of others) assert.deepEqual(other, plain);
      });
  }

  it('over rows of which some are worse', function () {
    if (Object.keys(counts).length === 0 || !field) this.skip();
    assert.ok((counts['failed'] ?? 0) >= 10 && rows >= 100, `${JSON.stringify(counts)}, ${rows} rows`);
  });
});

const roots = ['/repo', 'c:\\repo', 'C:\\My Repo #1 100%', '\\\\server\\share\\repo'];

/** What the gate compares two versions by, as it comes out under a root; paths are named from there, with `/`. */
async function comparedUnder(root: string, source: string, name: string) {
  const separator = root.startsWith('/') ? '/' : '\\';
  const place = (file: string) => `${root}${separator}${file.replaceAll('/', separator)}`;
  const texts = filesOf(source).map((file) => [place(file), readFileSync(path.join(source, file), 'utf8')] as const);
  const suite = await readSuite(place(name), memoryFiles(Object.fromEntries(texts)));
  const planned = planSuite(suite, { runId: 'run', name, promptVersion: promptVersionOf(suite) });
  const inside = (text: string) =>
    text.split(`${root}${separator}`).map((part) => part.replace(/^[^"]*/, (file) => file.replaceAll('\\', '/')));
  const rows = rowsOfVersion({ suite, planned }).map(({ testCase: row, caseId, identity, target, checks }) => {
    return [caseId, identity, target, checks, ...inside(row.place.file)].join(' ');
  });
  return {
    rows,
    labels: suite.prompts.map(({ label }) => label),
    problems: suite.problems.map(({ message, file }) => [inside(message), inside(file)]),
    plan: { ...planned.plan, problems: planned.problems.map(({ message }) => inside(message)) },
  };
}

/** The files that a suite names, by its own words. */
function namedFilesOf(source: string): readonly string[] {
  const files = filesOf(source);
  const suites = files.filter((name) => ['eval', 'promptfoo'].includes(suiteFormatOf(name) ?? ''));
  const texts = suites.map((name) => readFileSync(path.join(source, name), 'utf8'));
  return files.filter((name) => texts.some((text) => text.includes(path.basename(name))));
}

/** The name with its first letter in the other case. */
function otherLetters(name: string): string {
  const { dir, base } = path.parse(name);
  const [first = '', ...rest] = base;
  return path.join(dir, [first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase(), ...rest].join(''));
}

/** The text files of a folder, from there, with `/`. */
function filesOf(source: string): readonly string[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => slashedPath(source, path.join(entry.parentPath, entry.name)))
    .filter(
      (name) =>
        !name.startsWith('.git') && !['expected.json', 'wire.json'].includes(name) && !name.startsWith('.polyprompt'),
    );
}

/** A repository with the files, and a branch on which the prompts are worse; those that suites name may have other names than there. */
function makeOrigin(root: string, source: string, rename = (name: string) => name): string {
  mkdirSync(root, { recursive: true });
  cpSync(source, root, { recursive: true, verbatimSymlinks: true });
  writeFileSync(path.join(root, '.gitignore'), '.polyprompt/\nexpected.json\nwire.json\n');
  for (const name of namedFilesOf(source)) {
    // In two steps, because a disk that minds no letters may take the one for nothing.
    renameSync(path.join(root, name), path.join(root, `${name}.moved`));
    renameSync(path.join(root, `${name}.moved`), path.join(root, rename(name)));
  }
  const git = (...args: readonly string[]) => gitIn(root, args);
  git('init', '--quiet', '-b', 'main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'Before');
  git('checkout', '--quiet', '-b', 'changed');
  for (const name of filesOf(root)) {
    const file = path.join(root, name);
    writeFileSync(file, changed(name, readFileSync(file, 'utf8')));
  }
  git('commit', '--quiet', '--all', '-m', 'Worse');
  git('checkout', '--quiet', 'main');
  return root;
}
