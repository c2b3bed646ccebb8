import assert from 'node:assert/strict';
import { onPosix } from '../support/onPosix.ts';
import { polyprompt } from './commandLine.ts';
import { suiteFolder } from './suiteFolder.ts';

const { it: interruptedIt } = onPosix('Ctrl-C cannot be sent to another program');

const suite = 'say.eval.yaml';

describe('exit codes of polyprompt eval', () => {
  const here = suiteFolder();
  const refuseLamp = () =>
    here.server.script({ status: 400, body: '{"error":{"message":"no"}}' }, ({ prompt }) => prompt.includes('lamp'));

  const table: readonly {
    readonly code: number;
    readonly when: string;
    readonly args: readonly string[];
    readonly prepare?: () => void;
  }[] = [
    { code: 0, when: 'all rows passed', args: [suite, '--filter', 'lamp'] },
    { code: 0, when: 'enough rows passed', args: [suite, '--threshold', '0.6'] },
    { code: 1, when: 'a row failed', args: [suite] },
    { code: 1, when: 'too few rows passed', args: [suite, '--threshold', '0.7'] },
    { code: 2, when: 'there is no such suite', args: ['none.eval.yaml'] },
    { code: 2, when: 'there is no such option', args: [suite, '--nonsense'] },
    { code: 2, when: 'a number is none', args: [suite, '--threshold', '90'] },
    {
      code: 2,
      when: 'the suite holds no case',
      args: ['empty.eval.yaml'],
      prepare: () => here.write('empty.eval.yaml', 'prompt: ./say.prompt\n'),
    },
    { code: 3, when: 'a provider failed', args: [suite, '--threshold', '0'], prepare: refuseLamp },
    { code: 4, when: 'the budget was reached', args: [suite, '--max-cost', '0.00000001'] },
  ];
  for (const { code, when, args, prepare } of table)
    it(`${code} when ${when}`, async () => {
      prepare?.();
      const result = await here.run('eval', ...args);
      assert.equal(result.code, code, result.stderr);
    });

  interruptedIt('130 when interrupted, with what was said kept and a run to go on with', async () => {
    let interrupt = () => {};
    here.server.script({ answer: { text: 'one two three' }, chunkDelayMs: 20, hangs: true });
    here.server.script({ answer: { text: 'one two three' }, hangs: true });
    here.server.otherwise(({ prompt }) => {
      interrupt();
      return { answer: { text: prompt }, hangs: true };
    });
    const result = await polyprompt(['eval', suite], {
      ...here.options(),
      onStart: (press) => {
        interrupt = press;
      },
    });
    assert.equal(result.code, 130, result.stderr);
    assert.match(result.stdout, /CANCELLED {2}openai\/gpt-5\.6-luna/);
    const [run] = JSON.parse((await here.run('runs', '--json')).stdout);
    assert.equal(run.outcome, 'cancelled');
  });
});
