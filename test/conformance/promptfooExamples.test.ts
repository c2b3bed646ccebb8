import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSuite } from '../../src/core/dataset/readSuite.ts';
import { workspaceSuiteFiles } from '../../src/node/suites/workspaceSuiteFiles.ts';
import { conformanceFolder, skipWithoutData } from './data.ts';

interface ExampleEntry {
  readonly config: string;
  readonly tests: number;
}

const folder = conformanceFolder('promptfoo-examples');

describe("promptfoo's examples", () => {
  const entries = readManifest();
  skipWithoutData(entries);
  for (const { config } of entries)
    it(config, async () => {
      const base = path.join(folder ?? '', path.dirname(config));
      const suite = await readSuite(path.basename(config), workspaceSuiteFiles(base));
      for (const { place } of suite.cases) {
        const text = readFileSync(path.join(base, place.file), 'utf8');
        assert.ok(place.range.start < place.range.end && place.range.end <= text.length, JSON.stringify(place));
      }
      for (const { file, range } of suite.problems) {
        const { length } = readFileSync(path.join(base, file), 'utf8');
        assert.ok(range.start <= range.end && range.end <= length);
      }
      // A name of a provider, kind of file or service that we do not have is said; nothing else goes wrong.
      const wrong = suite.problems.filter(
        ({ severity, code }) => severity === 'error' && code !== 'no-targets' && code !== 'no-prompts',
      );
      assert.deepEqual(wrong, []);
      if (suite.targets.length === 0) assert.ok(suite.problems.some(({ code }) => code === 'unsupported'));
      if (suite.cases.length === 0) assert.ok(suite.problems.some(({ code }) => code === 'unsupported'));
    });
});

function readManifest(): readonly ExampleEntry[] {
  if (!folder) return [];
  const manifest: { configs: ExampleEntry[] } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  return manifest.configs;
}
