import assert from 'node:assert/strict';
import { type GateWish, gateOutcome } from '../../../support/gateOutcome.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { textOfMessage } from '../../../support/messageText.ts';
import { answeringRegistry } from '../../../support/suiteRun.ts';

const labels = ['refund', 'late', 'invoice'];
const rows = Array.from({ length: 30 }, (_, index) => {
  const value = labels[index % 3] ?? '';
  return `${JSON.stringify({ vars: { mail: `mail ${index} about ${value}` }, assert: [{ type: 'label', value }] })}\n`;
});
const project = {
  'sort.eval.yaml': 'prompt: ./sort.prompt\nmodels: [test/a]\ncases: ./rows.jsonl\n',
  'rows.jsonl': rows.join(''),
  'sort.prompt': 'Sort {{mail}}',
};

/** What a model finds that knows all labels but those that its prompt forbids, which it takes for the first. */
function answerTo(prompt: string): string {
  const found = labels.find((label) => prompt.includes(`about ${label}`)) ?? '';
  return prompt.includes(`no ${found}`) ? 'other' : found;
}

describe('two versions of which one finds a class less often', function () {
  this.timeout(30_000);
  let folder: GitFolder;
  const registry = answeringRegistry((_model, messages) =>
    answerTo(messages.map((message) => textOfMessage(message)).join('\n')),
  );
  const check = (wish: Partial<GateWish> = {}) => gateOutcome(folder.root, registry, { staged: true, ...wish });

  beforeEach(() => {
    folder = new GitFolder();
    folder.commit(project);
  });
  afterEach(() => folder.remove());

  it('are told apart class by class', async () => {
    folder.stage({ 'sort.prompt': 'Sort, but no refund: {{mail}}' });
    const { decision, text, report } = await check();
    assert.equal(decision.outcome, 'failed');
    assert.match(
      text,
      /^test\/a: label: recall of refund fell from 100% to 0% \(10 cases; p = 0\.002\): more than noise\.$/m,
    );
    assert.doesNotMatch(text, /recall of late/);
    assert.deepEqual(
      report.summary.classes?.map(({ label, before, after }) => [label, before, after]),
      [['refund', 10, 0]],
    );
  });

  it('say so of a class that is found more often, and of none where all is as before', async () => {
    folder.commit({ 'sort.prompt': 'Sort, but no late: {{mail}}' });
    folder.stage({ 'sort.prompt': 'Sort the mail: {{mail}}' });
    const better = await check();
    assert.equal(better.decision.outcome, 'passed');
    assert.match(better.text, /recall of late rose from 0% to 100%/);
    folder.commit({ 'sort.prompt': 'Sort the mail: {{mail}}' });
    folder.stage({ 'sort.prompt': 'Sort this mail: {{mail}}' });
    assert.doesNotMatch((await check()).text, /recall of/);
  });
});
