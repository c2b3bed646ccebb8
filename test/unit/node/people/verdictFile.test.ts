import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChoiceLine } from '../../../../src/core/people/choiceLines.ts';
import type { VerdictLine } from '../../../../src/core/people/verdictLines.ts';
import {
  addChoice,
  addVerdict,
  readChoices,
  readVerdicts,
  verdictFileOf,
} from '../../../../src/node/people/verdictFile.ts';
import { onPosix } from '../../../support/onPosix.ts';

const said: VerdictLine = { id: '1', answer: 'a', verdict: 'pass', by: 'Ann', at: '2026-11-30T10:00:00Z' };
const chose: ChoiceLine = {
  kind: 'choice',
  id: 'c',
  left: 'a',
  right: 'b',
  choice: 'left',
  seed: 's',
  by: 'Ann',
  at: '2026-11-30T10:00:00Z',
};
const run = 'evals/say.eval.yaml';

describe('the file of verdicts', () => {
  let folder = '';
  let storage = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-people-'));
    storage = path.join(folder, '.polyprompt');
    mkdirSync(path.join(folder, '.git'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes lines at its end, in a folder of its own for each suite', () => {
    addVerdict(storage, run, said);
    addVerdict(storage, run, { ...said, id: '2', verdict: null });
    assert.equal(verdictFileOf(storage, run), path.join(storage, 'labels', 'evals', 'say.eval.yaml.jsonl'));
    assert.deepEqual(readVerdicts(storage, run), { lines: [said, { ...said, id: '2', verdict: null }], broken: [] });
    assert.deepEqual(readVerdicts(storage, 'say.eval.yaml'), { lines: [], broken: [] });
  });

  it('stays inside for a suite outside', () => {
    assert.equal(verdictFileOf(storage, '../a/s.yaml'), path.join(storage, 'labels', '_', 'a', 's.yaml.jsonl'));
    assert.equal(verdictFileOf(storage, 'C:/s.yaml'), path.join(storage, 'labels', 'C_', 's.yaml.jsonl'));
  });

  it('mends an end without a line end, and keeps lines that it cannot read', () => {
    addVerdict(storage, run, said);
    appendFileSync(verdictFileOf(storage, run), 'half a li');
    addVerdict(storage, run, { ...said, id: '2' });
    assert.deepEqual(readVerdicts(storage, run), { lines: [said, { ...said, id: '2' }], broken: [2] });
  });

  onPosix('links need a right there').it('is never written through a link that leads nowhere yet', () => {
    const outside = path.join(tmpdir(), `polyprompt-outside-${process.pid}`);
    mkdirSync(path.join(storage, 'labels', 'evals'), { recursive: true });
    symlinkSync(outside, verdictFileOf(storage, run));
    assert.throws(() => addVerdict(storage, run, said), { code: 'storage' });
    assert.equal(existsSync(outside), false);
  });

  it('is merged by Git without a conflict, whoever merges whom', () => {
    rmSync(path.join(folder, '.git'), { recursive: true });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: folder,
        stdio: 'pipe',
      });
    git('init', '-b', 'main');
    addVerdict(storage, run, said);
    commit(git, 'base');
    for (const [branch, by] of [
      ['ann', 'Ann'],
      ['bob', 'Bob'],
    ] as const) {
      git('checkout', '-b', branch, 'main');
      addVerdict(storage, run, { ...said, id: by, by });
      addChoice(storage, run, { ...chose, id: `choice of ${by}`, by });
      commit(git, branch);
    }
    for (const [ours, theirs] of [
      ['ann', 'bob'],
      ['bob', 'ann'],
    ] as const) {
      git('checkout', '-B', 'both', ours);
      git('merge', theirs, '-m', 'both');
      assert.deepEqual(
        readVerdicts(storage, run)
          .lines.map(({ id }) => id)
          .sort(),
        ['1', 'Ann', 'Bob'],
      );
      assert.deepEqual(readVerdicts(storage, run).broken, []);
      assert.deepEqual(
        readChoices(storage, run)
          .map(({ id }) => id)
          .sort(),
        ['choice of Ann', 'choice of Bob'],
      );
    }
  });

  it('leaves attributes that a person has written', () => {
    mkdirSync(path.join(storage, 'labels'), { recursive: true });
    writeFileSync(path.join(storage, 'labels', '.gitattributes'), '*.jsonl -merge\n');
    addVerdict(storage, run, said);
    assert.equal(readFileSync(path.join(storage, 'labels', '.gitattributes'), 'utf8'), '*.jsonl -merge\n');
  });
});

function commit(git: (...args: string[]) => unknown, message: string): void {
  git('add', '-A');
  git('commit', '-m', message);
}
