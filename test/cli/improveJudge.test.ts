import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { answerDigest } from '../../src/core/people/answerDigest.ts';
import type { RecordedRequest } from '../support/loopbackServer.ts';
import { suiteFolder } from './suiteFolder.ts';

const words = Array.from(
  { length: 60 },
  (_, index) => `${index % 3 === 0 ? 'rude' : 'kind'} ${index * 7919} ${index * 31}`,
);
const rule = 'Rude words never meet it.';
const suite = [
  'prompt: ./say.prompt',
  'models: [openai/gpt-5.6-luna]',
  'judge: openai/gpt-5-mini',
  'defaultTest:',
  '  assert:',
  "    - {type: contains, value: 'Say'}",
  '    - type: llm-rubric',
  '      value: The answer about {{word}} is friendly.',
  'cases: ./cases.jsonl',
  '',
].join('\n');

describe('polyprompt improve --agreement', () => {
  const here = suiteFolder();

  beforeEach(() => {
    here.server.otherwise((request) => ({ answer: { text: answerTo(request) } }));
    here.writeCases(words.map((word) => ({ vars: { word } })));
    here.write('say.eval.yaml', suite);
  });

  it('finds a rubric that agrees with people, proves it on answers that took no part, and edits the suite', async () => {
    await here.run('eval', 'say.eval.yaml');
    judgeAll();
    const { code, stdout, stderr } = await improve('--out', 'result.json');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^60 rows: 14 to work on, 6 to choose by, 40 held out for the proof\.$/m);
    assert.match(stdout, /^It agrees with people on [\d.]+ points more of 40 held-out answers that took no part/m);
    assert.match(stdout, /^Agreed with: .*0% before, 100% after of 1\d rows that people fail/m);
    assert.match(stdout, /100% before, 100% after of 2\d rows that people pass/);
    const { accepted, prompt, file, target } = JSON.parse(here.read('result.json'));
    assert.deepEqual([accepted, file, target], [true, 'say.eval.yaml', 'openai/gpt-5-mini']);
    const edited = `value: |-\n        The answer about {{word}} is friendly.\n        ${rule}\n`;
    assert.equal(prompt, suite.replace('value: The answer about {{word}} is friendly.\n', edited));
    here.write('say.eval.yaml', prompt);
    await here.run('rescore', '--judges', 'latest');
    assert.match((await here.run('judges')).stdout, /agree/);
  });

  it('goes on with a judge that was stopped, and not where verdicts came meanwhile', async () => {
    await here.run('eval', 'say.eval.yaml');
    judgeAll();
    const [, run = ''] = /^run (\S+)$/m.exec((await improve()).stdout) ?? [];
    const before = here.server.requests.length;
    assert.equal((await here.run('improve', 'say.eval.yaml', '--replay', run)).code, 0);
    assert.equal(here.server.requests.length, before);
    judgeAll(50);
    const changed = await here.run('improve', 'say.eval.yaml', '--replay', run);
    assert.deepEqual([changed.code, /The prompt or the cases have changed/.test(changed.stderr)], [2, true]);
  });

  it('says what is missing', async () => {
    const why = async (text: string, ...more: readonly string[]) => {
      here.write('say.eval.yaml', text);
      const { code, stderr } = await improve(...more);
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(await why(suite), /Nobody has judged an answer of it yet\. Open its results/);
    const other = '    - {type: llm-rubric, value: It is short.}\n';
    const two = suite.replace('cases:', `${other}cases:`);
    assert.match(
      await why(two),
      /It has several judges\. Name one of: llm-rubric: The answer about .*; llm-rubric: It is short\./,
    );
    assert.match(await why(suite, '--agreement', 'tone'), /It has no judge "tone"\./);
    const plain = suite.replace('type: llm-rubric', 'type: contains');
    assert.match(await why(plain), /It has no check of type llm-rubric\./);
    const high = suite.replace('cases:', '      threshold: 0.8\ncases:');
    assert.match(await why(high), /its threshold decides too\./);
    assert.match(await why(suite, '--examples', '2'), /A rubric takes no examples\./);
  });

  function improve(...more: readonly string[]) {
    const named = more.includes('--agreement') ? [] : ['--agreement'];
    return here.run('improve', 'say.eval.yaml', '--reflect', 'openai/gpt-5', '--yes', ...named, ...more);
  }

  /** People fail what is rude. */
  function judgeAll(count = 60): void {
    mkdirSync(here.path('.polyprompt/labels'), { recursive: true });
    const lines = words.slice(0, count).map((word) => ({
      id: word,
      answer: answerDigest({ word }, `Say ${word}`),
      verdict: word.startsWith('rude') ? 'fail' : 'pass',
      by: 'Ann',
      at: '2026-11-30T10:00:00Z',
    }));
    here.write('.polyprompt/labels/say.eval.yaml.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
});

/** A judge that passes everything that no rule forbids, and a model that proposes the rule. */
function answerTo({ model, prompt, body }: RecordedRequest): string {
  const sent = JSON.stringify(body);
  if (model === 'gpt-5') {
    const [, open, close] = /between "(begin\w+)" and "(end\w+)"/.exec(prompt) ?? [];
    const [, current = ''] = /\n={10}\n([\s\S]*?)\n={10}\n/.exec(prompt) ?? [];
    return `Rude answers are passed.\n${open}\n${current}\n${rule}\n${close}`;
  }
  if (model !== 'gpt-5-mini') return prompt;
  const isBad = sent.includes(rule) && /output-\w+>\\nSay rude/.test(sent);
  return JSON.stringify({ reason: 'As the rubric says.', pass: !isBad, score: isBad ? 0 : 1 });
}
