import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { answerDigest } from '../../src/core/people/answerDigest.ts';
import { gateFolder, promptSaying } from './gateFolder.ts';
import { suiteFolder } from './suiteFolder.ts';

describe('checks by people', () => {
  const here = suiteFolder();

  function judge(word: string, verdict: string, criterion?: string): string {
    const answer = answerDigest({ word }, `Say ${word}`);
    const line = { id: `${word} ${criterion}`, answer, verdict, by: 'Ann', at: '2026-11-30T10:00:00Z', criterion };
    return `${JSON.stringify(line)}\n`;
  }

  function judged(...lines: readonly string[]): void {
    mkdirSync(here.path('.polyprompt/labels'), { recursive: true });
    here.write('.polyprompt/labels/say.eval.yaml.jsonl', lines.join(''));
  }

  it('hold a run back until people have judged, and count after a rescore that asks no model', async () => {
    here.writeCases(['lamp', 'chair'].map((word) => ({ vars: { word }, assert: [{ type: 'human' }] })));
    const waiting = await here.run('eval', 'say.eval.yaml', '--output', 'r.json', '--output', 'r.md');
    assert.equal(waiting.code, 1, waiting.stderr);
    assert.match(waiting.stdout, /2 of 2 rows wait for a person and are in no rate/);
    assert.match(here.read('r.md'), /2 of 2 rows wait for a person/);
    const file = JSON.parse(here.read('r.json'));
    assert.equal(file.targets[0].waiting, 2);
    assert.equal(file.results[0].checks[0].awaitsPerson, true);

    judged(judge('lamp', 'pass'), judge('chair', 'pass'));
    const asked = here.server.requests.length;
    const passed = await here.run('rescore', 'latest');
    assert.equal(passed.code, 0, passed.stderr);
    assert.equal(here.server.requests.length, asked);
    assert.doesNotMatch(passed.stdout, /wait for a person/);

    judged(judge('lamp', 'pass'), judge('chair', 'fail'));
    assert.equal((await here.run('rescore', 'latest')).code, 1);
  });

  it('ask by criterion, and count for a new run with the same answers', async () => {
    const assertions = [
      { type: 'human', value: 'polite' },
      { type: 'human', value: 'short' },
    ];
    here.writeCases([{ vars: { word: 'lamp' }, assert: assertions }]);
    judged(judge('lamp', 'pass', 'polite'));
    const half = await here.run('eval', 'say.eval.yaml');
    assert.equal(half.code, 1);
    assert.match(half.stdout, /nobody has judged it by “short” yet/);
    judged(judge('lamp', 'pass', 'polite'), judge('lamp', 'pass', 'short'));
    assert.equal((await here.run('eval', 'say.eval.yaml')).code, 0);
  });

  it('are a Problem where they cannot mean what they say', async () => {
    here.writeCases([{ vars: { word: 'lamp' }, assert: [{ type: 'not-human' }] }]);
    const { code, stderr, stdout } = await here.run('eval', 'say.eval.yaml');
    assert.notEqual(code, 0);
    assert.match(`${stderr}${stdout}`, /"not-human" says nothing: people themselves say pass or fail/);
  });
});

describe('a gate over checks by people', () => {
  const here = gateFolder();

  it('ends incomplete, and never green, where people have not judged the new answers', async () => {
    here.git.commit({ 'cases.jsonl': `${JSON.stringify({ vars: { word: 'lamp' }, assert: [{ type: 'human' }] })}\n` });
    here.git.stage({ 'say.prompt': promptSaying('Say {{word}}, please') });
    const { code, stdout } = await here.run('check', '--staged');
    assert.equal(code, 4, stdout);
    assert.match(stdout, /incomplete: 1 of 1 rows have no comparison: people have not judged their answers yet\./);
  });
});
