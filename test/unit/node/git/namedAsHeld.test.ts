import assert from 'node:assert/strict';
import type { FileReader } from '../../../../src/node/fileReader.ts';
import { namedAsHeld } from '../../../../src/node/git/namedAsHeld.ts';
import { slashedPath } from '../../../../src/node/slashedPath.ts';

const repository = { root: '/repo', nameOf: (file: string) => slashedPath('/repo', file) };

/** A disk that has these files, and says of others how they are called. */
function diskOf(...names: readonly string[]): FileReader {
  return {
    read: async (file) => {
      if (names.includes(file)) return { text: file };
      const called = names.find((name) => name.toLowerCase() === file.toLowerCase());
      return called === undefined ? undefined : { refused: 'it is called otherwise.', called };
    },
    glob: async () => [],
  };
}

describe('files of the working copy by the names that Git has', () => {
  const readerOf = (disk: FileReader, ...paths: readonly string[]) =>
    namedAsHeld(disk, { repository, workspaceFolder: '/repo', paths: new Set(paths) });

  it('are refused under the name that they got on disk alone', async () => {
    const reader = readerOf(diskOf('/repo/p/triage.prompt'), 'p/Triage.prompt');
    assert.deepEqual(await reader.read('/repo/p/triage.prompt', 9), {
      refused: 'the file is called "Triage.prompt": write its name with the same capitals.',
      called: '/repo/p/Triage.prompt',
    });
    assert.deepEqual(await reader.read('/repo/p/Triage.prompt', 9), { text: '/repo/p/triage.prompt' });
  });

  it('are read where both are there, where Git does not know them, and as ever', async () => {
    const reader = readerOf(diskOf('/repo/a.csv', '/repo/A.csv', '/repo/ignored.csv', '/repo/b.csv'), 'A.csv', 'b.csv');
    for (const name of ['/repo/a.csv', '/repo/A.csv', '/repo/ignored.csv', '/repo/b.csv'])
      assert.deepEqual(await reader.read(name, 9), { text: name });
    assert.equal(await reader.read('/repo/c.csv', 9), undefined);
    assert.deepEqual(await reader.read('/repo/B.csv', 9), {
      refused: 'it is called otherwise.',
      called: '/repo/b.csv',
    });
  });
});
