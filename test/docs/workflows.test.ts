import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { readMarkdown, root } from './markdownFile.ts';

const folder = '.github/workflows';
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const read = (file: string): JsonObject => parse(readFileSync(path.join(root, file), 'utf8'));
const workflows = readdirSync(path.join(root, folder)).map((name) => ({ name, workflow: read(`${folder}/${name}`) }));
const action = read('action.yml');

function stepsOf(list: readonly JsonValue[]): readonly JsonObject[] {
  return list.filter(isJsonObject);
}

const workflowSteps = workflows.flatMap(({ name, workflow }) =>
  Object.values(objectAt(workflow, 'jobs') ?? {}).flatMap((job) =>
    stepsOf(listAt(job, 'steps')).map((step) => ({ file: name, step })),
  ),
);
const actionSteps = stepsOf(listAt(objectAt(action, 'runs'), 'steps')).map((step) => ({ file: 'action.yml', step }));
const steps = [...workflowSteps, ...actionSteps];

/** Commands that npm has itself; every other one has to be a script of the manifest. */
const npmCommands = ['ci', 'config', 'publish'];

describe('workflows and the action', () => {
  it('name scripts and files that exist', () => {
    const faults = steps.flatMap(({ file, step }) => {
      const run = textAt(step, 'run') ?? '';
      const names = [...run.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map(([, name = '']) => name);
      const files = [...run.matchAll(/\bnode ([\w./-]+\.(?:mjs|js|ts))/g)].map(([, name = '']) => name);
      return [
        ...names.filter((name) => !npmCommands.includes(name) && !(name in scripts)),
        ...files.filter((name) => !existsSync(path.join(root, name))),
      ].map((name) => `${file}: ${name}`);
    });
    assert.deepEqual(faults, []);
    assert.ok(steps.length > 10);
  });

  it('run the two commands on three systems and two versions of Node', () => {
    const ci = objectAt(objectAt(workflows.find(({ name }) => name === 'ci.yml')?.workflow, 'jobs'), 'test');
    const matrix = objectAt(objectAt(ci, 'strategy'), 'matrix');
    assert.deepEqual(listAt(matrix, 'os'), ['ubuntu-latest', 'macos-latest', 'windows-latest']);
    assert.deepEqual(listAt(matrix, 'node'), [22, 24]);
    const commands = stepsOf(listAt(ci, 'steps')).map((step) => textAt(step, 'run') ?? '');
    assert.ok(commands.some((run) => run.includes('npm test')) && commands.some((run) => run.includes('npm run demo')));
  });

  it('may do no more than they need', () => {
    for (const { name, workflow } of workflows) assert.deepEqual(workflow['permissions'], { contents: 'read' }, name);
    const unpinned = steps.filter(({ step }) => !/@v\d/.test(textAt(step, 'uses') ?? '@v0'));
    assert.deepEqual(unpinned, []);
  });

  it('put no value of a caller into a script', () => {
    const mixed = steps.filter(({ step }) => (textAt(step, 'run') ?? '').includes('${{'));
    assert.deepEqual(mixed, []);
  });

  it('say in the documentation what the action understands', () => {
    const rows = readMarkdown('docs/continuous-integration.md').text.matchAll(
      /^\| `([\w-]+)` \| [^|]* \| ([^|]*) \|$/gm,
    );
    const written = [...rows].map(([, name = '', otherwise = '']) => [name, /^`(.*)`$/.exec(otherwise)?.[1] ?? '']);
    const declared = Object.entries(objectAt(action, 'inputs') ?? {}).map(([name, input]) => [
      name,
      (textAt(input, 'default') ?? '').replace(/^\.$/, ''),
    ]);
    assert.deepEqual(written, declared);
  });

  it('use inputs and outputs that are declared', () => {
    const text = readFileSync(path.join(root, 'action.yml'), 'utf8');
    const used = new Set([...text.matchAll(/\binputs\.([\w-]+)/g)].map(([, name = '']) => name));
    assert.deepEqual([...used].toSorted(), Object.keys(objectAt(action, 'inputs') ?? {}).toSorted());
  });
});
