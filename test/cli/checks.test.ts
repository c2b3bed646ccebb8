import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

describe('polyprompt checks propose', () => {
  let folder: string;
  before(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'polyprompt-checks-')), 'examples');
    const isOwn = (file: string) => path.basename(file) !== '.polyprompt';
    cpSync(path.join(root, 'examples'), folder, { recursive: true, filter: isOwn });
  });
  after(() => rmSync(path.dirname(folder), { recursive: true }));

  it('needs stored answers, and says how to get them', async () => {
    const { code, stderr } = await polyprompt(['checks', 'propose', 'extract-order.eval.yaml'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /no stored answers .* Run it first: polyprompt eval extract-order\.eval\.yaml/);
  });

  it('proposes what the good answers of the last run have in common, and says what it would have passed', async () => {
    await polyprompt(['eval', 'extract-order.eval.yaml'], { cwd: folder });
    const { code, stdout } = await polyprompt(['checks', 'propose', 'extract-order.eval.yaml'], { cwd: folder });
    assert.equal(code, 0);
    assert.match(stdout, /1\. is-json: It would have passed \d+ of 120\. Of \d+ that failed it fails \d+\./);
    assert.match(stdout, /assert:\n {2}- type: is-json\n {4}value:\n {6}type: object/);
    const json = await polyprompt(['checks', 'propose', 'extract-order.eval.yaml', '--json'], { cwd: folder });
    const { answers, proposed } = JSON.parse(json.stdout);
    assert.deepEqual([answers, proposed[0].check.type], [120, 'is-json']);
  });

  it('proposes the check of labels first where cases have one each, and so does the health of the cases', async () => {
    await polyprompt(['eval', 'inbox.eval.yaml'], { cwd: folder });
    const { code, stdout, stderr } = await polyprompt(['checks', 'propose', 'inbox.eval.yaml'], { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /\n1\. label: It would have passed \d+ of \d+\. .* \d+ rows expect one of \d labels by "equals"/,
    );
    assert.match(stdout, /Write "type: label" in place of "type: equals" in the rows\./);
    const health = await polyprompt(['cases', 'health', 'inbox.eval.yaml'], { cwd: folder });
    assert.match(health.stdout, /\n {2}\d+ rows expect one of \d labels by "equals"/);
  });
});
