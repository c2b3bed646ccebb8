import assert from 'node:assert/strict';
import path from 'node:path';
import type { FileReader } from '../../../../src/node/files/fileReader.ts';
import { slashedPath } from '../../../../src/node/files/slashedPath.ts';
import { namedAsHeld } from '../../../../src/node/git/namedAsHeld.ts';

const root = path.resolve('/repo');
const repository = { root, nameOf: (file: string) => slashedPath(root, file) };
const at = (name: string) => path.join(root, name);

/** A disk that has these files, and says of others how they are called. */
function diskOf(...names: readonly string[]): FileReader {
  return {
    read: async (file) => {
      if (names.includes(repository.nameOf(file))) return { text: file };
      const called = names.find((name) => at(name).toLowerCase() === file.toLowerCase());
      return called === undefined ? undefined : { refused: 'it is called otherwise.', called: at(called) };
    },
    glob: async () => [],
  };
}

describe('files of the working copy by the names that Git has', () => {
  const readerOf = (disk: FileReader, ...paths: readonly string[]) =>
    namedAsHeld(disk, { repository, workspaceFolder: root, paths: new Set(paths) });

  it('are refused under the name that they got on disk alone', async () => {
    const reader = readerOf(diskOf('p/triage.prompt'), 'p/Triage.prompt');
    assert.deepEqual(await reader.read(at('p/triage.prompt'), 9), {
      refused: 'the file is called "Triage.prompt". Write its name with the same capitals.',
      called: at('p/Triage.prompt'),
    });
    assert.deepEqual(await reader.read(at('p/Triage.prompt'), 9), { text: at('p/triage.prompt') });
  });

  it('are read where both are there, where Git does not know them, and as ever', async () => {
    const reader = readerOf(diskOf('a.csv', 'A.csv', 'ignored.csv', 'b.csv'), 'A.csv', 'b.csv');
    for (const name of ['a.csv', 'A.csv', 'ignored.csv', 'b.csv'])
      assert.deepEqual(await reader.read(at(name), 9), { text: at(name) });
    assert.equal(await reader.read(at('c.csv'), 9), undefined);
    assert.deepEqual(await reader.read(at('B.csv'), 9), { refused: 'it is called otherwise.', called: at('b.csv') });
  });
});
