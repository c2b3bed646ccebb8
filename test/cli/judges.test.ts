import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { answerDigest } from '../../src/core/people/answerDigest.ts';
import { suiteFolder } from './suiteFolder.ts';

describe('polyprompt judges', () => {
  const here = suiteFolder();

  it('says what to do where nobody has judged an answer', async () => {
    await here.run('eval', 'say.eval.yaml');
    const { code, stderr } = await here.run('judges');
    assert.equal(code, 2);
    assert.match(stderr, /^Nobody has judged an answer of say\.eval\.yaml yet\. Open its results in the editor/);
  });

  it('reads the verdicts beside the suite, and tells of lines that are none', async () => {
    await here.run('eval', 'say.eval.yaml');
    mkdirSync(here.path('.polyprompt/labels'), { recursive: true });
    const answer = answerDigest({ word: 'lamp' }, 'Say lamp');
    const said = { id: '1', answer, verdict: 'pass', by: 'Ann', at: '2026-11-30T10:00:00Z' };
    here.write('.polyprompt/labels/say.eval.yaml.jsonl', `${JSON.stringify(said)}\nno verdict\n`);
    const text = await here.run('judges', 'latest');
    assert.equal(text.code, 0, text.stderr);
    assert.equal(text.stdout, 'People judged 1 answer of this run.\nNo check of these cases asks a judge.\n');
    assert.equal(text.stderr, '.polyprompt/labels/say.eval.yaml.jsonl:2: this line is no verdict and is left out.\n');
    const { stdout } = await here.run('judges', '--json');
    assert.deepEqual(JSON.parse(stdout), { judges: [], labelled: 1, unsure: 0, split: 0, stale: 0 });
  });

  it('lets results say what people would pass, in every form', async () => {
    const words = Array.from({ length: 24 }, (_, index) => `lamp ${index}`);
    here.writeCases(words.map((word) => ({ vars: { word }, assert: [{ type: 'contains', value: 'lamp' }] })));
    mkdirSync(here.path('.polyprompt/labels'), { recursive: true });
    const lines = words.slice(0, 20).map((word, index) => ({
      id: word,
      answer: answerDigest({ word }, `Say ${word}`),
      verdict: index < 15 ? 'pass' : 'fail',
      by: 'Ann',
      at: '2026-11-30T10:00:00Z',
      heap: 'random',
    }));
    here.write('.polyprompt/labels/say.eval.yaml.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const sentence =
      /People would pass about 75% of all 24 answers \(51 to 89%\), from 20 labels weighted by verdict; the checks pass 100% of them\./;
    const { stdout } = await here.run('eval', 'say.eval.yaml');
    assert.match(stdout, sentence);
    await here.run('export', 'latest', '--output', 'r.md', '--output', 'r.json', '--output', 'r.html');
    assert.match(here.read('r.md'), sentence);
    assert.equal(JSON.parse(here.read('r.json')).targets[0].people.labels, 20);
    assert.match(here.read('r.html'), /"people":\{"answers":24,"judgePassed":24,"labels":20/);
  });

  it('says what people chose between answers, beside what judges say', async () => {
    const verdict = '{"choice": "first", "reason": "kind"}';
    here.server.otherwise(({ body }) => {
      const asked = JSON.stringify(body);
      return { answer: { text: asked.includes('criterion') ? verdict : asked.includes('gpt-5-mini') ? 'B' : 'A' } };
    });
    here.writeCases([
      { vars: { word: 'lamp' }, assert: [{ type: 'prefer', value: 'Is kind', against: 'gpt-5.6-luna' }] },
    ]);
    here.write(
      'say.eval.yaml',
      'prompt: ./say.prompt\nmodels: [openai/gpt-5.6-luna, openai/gpt-5-mini]\njudge: openai/gpt-5.6-luna\ncases: ./cases.jsonl\n',
    );
    const { stdout: evaluated } = await here.run('eval', 'say.eval.yaml');
    assert.match(
      evaluated,
      /Is kind:\n {2}openai\/gpt-5-mini preferred in 0, openai\/gpt-5\.6-luna in 0, no difference in 1 of 1/,
    );
    mkdirSync(here.path('.polyprompt/labels'), { recursive: true });
    const [left, right] = ['A', 'B'].map((text) => answerDigest({ word: 'lamp' }, text));
    const at = '2026-11-30T10:00:00Z';
    const line = {
      kind: 'choice',
      id: '1',
      left,
      right,
      choice: 'right',
      criterion: 'Is kind',
      seed: 's',
      by: 'Ann',
      at,
    };
    here.write('.polyprompt/labels/say.eval.yaml.jsonl', `${JSON.stringify(line)}\n`);
    const { code, stdout, stderr } = await here.run('judges');
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(
      stdout,
      [
        '',
        'Is kind',
        '  People: openai/gpt-5-mini preferred in 1, openai/gpt-5.6-luna in 0, no difference in 0 of 1 (100.0%, 20.7 to 100.0; p = 1): not settled.',
        '  openai/gpt-5.6-luna says what people say in 0 of 1 pair (0.0 to 79.3%), and never chose the other answer.',
        '  Of 1 choice of a side people made 0 on the left: no sign that they favour a side.',
        '',
      ].join('\n'),
    );
    assert.equal(JSON.parse((await here.run('judges', '--json')).stdout).chosen[0].duels[0].wins, 1);
  });

  it('keeps what judges said of judged answers, and marks a judge that has changed since', async () => {
    const verdict = '{"pass": true, "score": 1, "reason": "kind"}';
    here.server.otherwise(({ body }) => ({
      answer: { text: JSON.stringify(body).includes('rubric') ? verdict : 'A lamp' },
    }));
    here.writeCases([{ vars: { word: 'lamp' }, assert: [{ type: 'llm-rubric', value: 'is kind' }] }]);
    const suite = (judge: string) =>
      `prompt: ./say.prompt\nmodels: [openai/gpt-5.6-luna]\njudge: openai/${judge}\ncases: ./cases.jsonl\n`;
    here.write('say.eval.yaml', suite('gpt-5.6-luna'));
    await here.run('eval', 'say.eval.yaml');
    mkdirSync(here.path('.polyprompt/labels'), { recursive: true });
    const answer = answerDigest({ word: 'lamp' }, 'A lamp');
    const said = { id: '1', answer, verdict: 'pass', by: 'Ann', at: '2026-11-30T10:00:00Z' };
    here.write('.polyprompt/labels/say.eval.yaml.jsonl', `${JSON.stringify(said)}\n`);
    const first = await here.run('judges', '--json');
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual(JSON.parse(first.stdout).judges[0].models, ['openai/gpt-5.6-luna']);
    assert.equal(JSON.parse(first.stdout).judges[0].labels, 1);
    assert.equal(here.read('.polyprompt/labels/say.eval.yaml.judges.jsonl').trim().split('\n').length, 1);
    here.write('say.eval.yaml', suite('gpt-5.6-sol'));
    const { stdout } = await here.run('judges');
    assert.match(stdout, /It has changed since it was measured: 1 label is of answers graded by openai\/gpt-5\.6-luna/);
  });
});
