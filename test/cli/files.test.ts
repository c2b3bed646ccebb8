import assert from 'node:assert/strict';
import { renameSync, truncateSync } from 'node:fs';
import { suiteFolder } from './suiteFolder.ts';

describe('files of a suite that cannot be read', () => {
  const here = suiteFolder();
  const complaint = async () => {
    const { code, stderr } = await here.run('eval', 'say.eval.yaml');
    assert.equal(code, 2, stderr);
    return stderr;
  };

  it('of 1 GB are refused in one sentence before they are read (fault 61)', async () => {
    truncateSync(here.path('cases.jsonl'), 1_000_000_000);
    const started = performance.now();
    assert.match(
      await complaint(),
      /^say\.eval\.yaml:3:8: error: The file "\S+cases\.jsonl" is not read: it is larger than 200 MB\.\n/,
    );
    assert.ok(performance.now() - started < 5000, 'reading it would take longer');
  });

  it('are named with the one that was probably meant, also where only the case differs (fault 67)', async () => {
    renameSync(here.path('cases.jsonl'), here.path('Cases.jsonl'));
    assert.match(
      await complaint(),
      /^say\.eval\.yaml:3:8: error: The file "\S+cases\.jsonl" is not read: the file is called "Cases\.jsonl"\. Write its name with the same capitals\.\n/,
    );
    renameSync(here.path('Cases.jsonl'), here.path('cases.jsonl'));
    renameSync(here.path('say.prompt'), here.path('says.prompt'));
    assert.match(
      await complaint(),
      /There is no prompt file "\S+say\.prompt": correct the path\. There is "says\.prompt"\.\n/,
    );
  });

  it('are named alone where nothing is near (fault 67)', async () => {
    renameSync(here.path('cases.jsonl'), here.path('elsewhere.csv'));
    assert.match(await complaint(), /There is no file "\S+": correct the path, which is relative to this file\.\n/);
  });
});
