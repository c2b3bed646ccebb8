import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { promptVersionOf } from '../../../src/core/plan/promptVersion.ts';
import { memoryFiles } from './memoryFiles.ts';

const texts = {
  'sort.prompt':
    '---\nmodel: simulated/terse\n---\n{{role "system"}}\nBe brief.\n\nAnd kind.\n{{role "user"}}\n{{ticket}}\n',
  'plain.prompt.txt': 'Sort this:\n\n{{ticket}}\n',
  'old.prompty': '---\nname: x\nmodel: {api: chat}\n---\nsystem:\nBe brief.\n\nuser:\n{{ticket}}\n',
  'template.txt': 'Sort {{ ticket }}\nin one\nword.\n',
  'ours.eval.yaml':
    'prompts: [sort.prompt, plain.prompt.txt, old.prompty]\nmodels: [simulated/terse]\ncases: cases.csv\n',
  'cases.csv': 'ticket,__expected\n"A lamp\nis broken","contains:a\nb"\nA chair,contains:x\n',
  'promptfooconfig.yaml':
    'prompts: [file://template.txt]\nproviders: [openai:gpt-5-mini]\ntests:\n  - vars: {ticket: file://long.txt}\n    assert: [{type: equals, value: file://long.txt}]\n',
  'long.txt': 'First line\nsecond line\n',
};

/** What is asked, judged and kept of a suite: everything but places in files. */
async function meaningOf(file: string, ends: string): Promise<unknown> {
  const written = Object.entries(texts).map(([name, text]) => [name, text.replaceAll('\n', ends)] as const);
  const suite = await readSuite(file, memoryFiles(Object.fromEntries(written)));
  const planned = planSuite(suite, { runId: 'r', name: file, promptVersion: promptVersionOf(suite) });
  assert.ok(planned.plan.cells.length > 0);
  return {
    version: planned.plan.promptVersion,
    cells: planned.plan.cells.map(({ id, caseId, inputs, messages }) => ({ id, caseId, inputs, messages })),
    checks: suite.cases.map(({ checks }) => checks.map(({ place: _place, ...check }) => check)),
    problems: suite.problems.map(({ message }) => message),
  };
}

describe('a checkout with the line ends of another system', () => {
  for (const file of ['ours.eval.yaml', 'promptfooconfig.yaml'])
    it(`asks and keeps the same: ${file}`, async () => {
      assert.deepEqual(await meaningOf(file, '\r\n'), await meaningOf(file, '\n'));
    });
});
