import assert from 'node:assert/strict';
import path from 'node:path';
import type { FileReader } from '../../../../src/node/files/fileReader.ts';
import { FileUses } from '../../../../src/node/gate/fileUses.ts';

const reader: FileReader = {
  read: async (file) => {
    if (file.endsWith('absent.csv')) return undefined;
    if (!file.endsWith('Triage.prompt')) return { text: '' };
    return { refused: 'it is called otherwise.', called: file.replace('Triage', 'triage') };
  },
  glob: async () => [],
};

describe('the files that a suite uses', () => {
  for (const [system, root, same] of [
    ['a drive', 'c:\\repo', 'C:\\repo'],
    ['a drive in other letters', 'C:\\Repo', 'c:\\repo'],
    ['a share', '\\\\server\\share\\repo', '\\\\SERVER\\share\\repo'],
  ] as const)
    it(`are the same however the way to them is written: ${system}`, async () => {
      const uses = new FileUses(root, path.win32);
      const record = uses.record(reader);
      await record.read(`${root}\\evals\\a.eval.yaml`, 9);
      await record.read(`${root}\\prompts\\Triage.prompt`, 9);
      await record.read(`${root}\\absent.csv`, 9);
      await record.glob('data\\*.csv');
      for (const name of ['evals\\a.eval.yaml', 'prompts\\triage.prompt', 'absent.csv', 'data\\b.csv'])
        assert.ok(uses.includes(`${same}\\${name}`), name);
      assert.ok(!uses.includes(`${same}\\other.csv`));
      assert.deepEqual(Object.fromEntries(uses.files), {
        'evals/a.eval.yaml': true,
        'prompts/Triage.prompt': false,
        'prompts/triage.prompt': true,
        'absent.csv': false,
      });
      assert.equal(uses.isCertain, false);
    });
});
