import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/core/json.ts';
import { listAt, objectAt } from '../../../src/core/jsonRead.ts';
import type { ModelEvent } from '../../../src/core/messages.ts';
import { evalWriters } from '../../../src/core/reports/evalFiles.ts';
import { promptfooResults } from '../../../src/core/reports/promptfooResults.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { runSuite } from '../../support/suiteRun.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const config = `
prompts: ["Where is {{order}}?"]
providers: [{id: a, config: {tools: [{name: find, parameters: {type: object, properties: {order: {type: string}}}}]}}]
toolResults: [{tool: find, result: {days: 3}}]
tests:
  - vars: {order: A-1}
    turns: [And now?]
    assert: [{type: contains, value: never}]
`;

/** A run whose one row called a tool, was asked on, and failed. */
async function failedTalk() {
  const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': config }), {
    providers: { a: 'test/a' },
  });
  assert.deepEqual(suite.problems, []);
  const call: ModelEvent[] = [
    { type: 'tool-call', id: 'c1', name: 'find', input: { order: 'A-1' } },
    {
      type: 'turn',
      parts: [
        { type: 'reasoning', text: '', state: 'secret state' },
        { type: 'tool-call', id: 'c1', name: 'find', input: { order: 'A-1' } },
      ],
    },
    { type: 'done', finishReason: 'tool-calls' },
  ];
  const { state, planned } = await runSuite(suite, {
    answer: (_text, _model, messages) => {
      const said = messages.filter(({ role }) => role === 'assistant').length;
      return said === 0 ? call : said === 1 ? 'In 3 days.' : 'Still 3.';
    },
  });
  return { state, report: evalReport(state, planned.caseOf) };
}

const firstRow = (value: JsonValue, ...path: string[]): JsonObject => {
  const found = path.reduce<unknown>((holder, key) => objectAt(holder, key), value);
  const [row] = listAt(found, 'results');
  assert.ok(isJsonObject(row));
  return row;
};

describe('files of results with conversations', () => {
  it('hold every round in JSON, without the state of the vendor', async () => {
    const text = evalWriters.json(await failedTalk());
    assert.ok(!text.includes('secret state'));
    const rounds = listAt(firstRow(JSON.parse(text)), 'rounds');
    assert.deepEqual(
      rounds.map((round) => [
        objectAt(round, 'user')?.['text'],
        listAt(round, 'results').map((result) => isJsonObject(result) && [result['output'], result['by']]),
      ]),
      [
        [undefined, [['{"days":3}', 'rule']]],
        ['And now?', []],
      ],
    );
  });

  it('hold the messages in promptfoo’s results', async () => {
    const { state, report } = await failedTalk();
    const row = firstRow(JSON.parse(promptfooResults({ state, report })), 'results');
    const messages = listAt(objectAt(objectAt(row, 'response'), 'metadata'), 'messages');
    assert.deepEqual(
      messages.map((message) => isJsonObject(message) && message['role']),
      ['user', 'assistant', 'tool', 'assistant', 'user', 'assistant'],
    );
  });

  it('fold what was said in Markdown, and tell it in JUnit', async () => {
    const talk = await failedTalk();
    const said =
      'assistant calls find {"order":"A-1"}\nfind gives: {"days":3}\nassistant: In 3 days.\nuser: And now?\nassistant: Still 3.';
    assert.ok(evalWriters.md(talk).includes(`3 answers</summary>\n\n\`\`\`\n${said}\n`));
    assert.ok(evalWriters.xml(talk).includes('find gives: {&quot;days&quot;:3}'));
  });

  it('count the answers of each row in CSV', async () => {
    assert.match(evalWriters.csv(await failedTalk()).trimEnd(), /,3$/);
  });
});
