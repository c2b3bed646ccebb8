import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { messagesKey } from '../../../src/core/lateMessages.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { piecesOfPlan } from '../../../src/node/records/journalLines.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const rows = 10_001;
const seen = 40;
const options = { runId: 'r', promptVersion: 'v', name: 's' };

/** A suite with more cells than a plan holds the messages of: each row for two models. */
async function largeSuite() {
  const lines = Array.from({ length: rows }, (_, row) => JSON.stringify({ vars: { n: `${row}` } }));
  return readSuite(
    'a.eval.yaml',
    memoryFiles({
      'a.eval.yaml': 'prompts: ["Which label fits ticket {{n}}?"]\nmodels: [test/a, test/b]\ncases: rows.jsonl\n',
      'rows.jsonl': lines.join('\n'),
    }),
  );
}

describe('a plan of very many cells', function () {
  this.timeout(60_000);

  it('has the same cells as a small one, and renders their messages when they are asked for', async () => {
    const suite = await largeSuite();
    const [prompt] = suite.prompts;
    assert.ok(prompt);
    let rendered = 0;
    const counting: typeof prompt = {
      ...prompt,
      render: (vars, chosen) => {
        rendered++;
        return prompt.render(vars, chosen);
      },
    };
    const large = planSuite({ ...suite, prompts: [counting] }, options).plan.cells;
    assert.deepEqual([large.length, rendered], [2 * rows, rows]);
    const first = new Set(suite.cases.slice(0, seen));
    const small = planSuite(suite, { ...options, includes: (testCase) => first.has(testCase) }).plan.cells;
    const plain = (cells: typeof large) => JSON.parse(JSON.stringify(cells));
    assert.deepEqual(plain(large.slice(0, 2 * seen)), plain(small));
    assert.equal(rendered, rows + 2 * seen);
  });

  it('is written with the messages of each row once', async () => {
    const { plan } = planSuite(await largeSuite(), options);
    const [first, second] = plan.cells;
    assert.ok(first && second);
    assert.equal(messagesKey(first), messagesKey(second));
    const lines = [...piecesOfPlan({ type: 'run-started', at: 0, ...plan })].join('').split('\n');
    const [, one, other] = lines.slice(0, 3).map((line) => JSON.parse(line));
    assert.deepEqual(one.messages, first.messages);
    assert.deepEqual([other.like, other.messages], [first.id, undefined]);
  });
});
