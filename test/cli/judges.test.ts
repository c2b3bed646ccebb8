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
});
