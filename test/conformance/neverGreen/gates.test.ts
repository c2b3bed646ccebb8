import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suiteFormatOf } from '../../../src/core/dataset/readSuite.ts';
import type { GateResult } from '../../../src/core/gate/gateResult.ts';
import { gateWriters } from '../../../src/core/gate/reports/gateFiles.ts';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { gateOutcome } from '../../support/gateOutcome.ts';
import { GitFolder } from '../../support/gitFolder.ts';
import { sandboxFolder } from '../../support/sandbox.ts';
import { answeringRegistry } from '../../support/suiteRun.ts';
import { damaged } from './damages.ts';
import { goodSuite, worseSuite, worseWord } from './gateDamages.ts';
import { filesOf, type GatedFiles } from './gatedSuites.ts';

const changes = 160;
const damages = 100;

/** Says what it is sent, but when it whispers one word is lost. */
const registry = answeringRegistry((_model, messages) => {
  const [part] = messages.at(-1)?.parts ?? [];
  const text = part?.type === 'text' ? part.text : '';
  return text.includes('Whisper') ? text.replaceAll(worseWord, '') : text;
});

describe('a repository with a worse prompt is never green', function () {
  this.timeout(300_000);
  const folder = new GitFolder();
  const scripts = sandboxFolder();
  after(async () => {
    rmSync(scripts, { recursive: true });
    await folder.remove();
  });

  function write({ texts, links }: GatedFiles): void {
    for (const name of readdirSync(folder.root)) if (name !== '.git') rmSync(folder.path(name), { recursive: true });
    for (const [name, text] of Object.entries({ '.gitignore': '.polyprompt/\n', ...texts })) {
      mkdirSync(path.dirname(folder.path(name)), { recursive: true });
      writeFileSync(folder.path(name), text);
    }
    for (const [name, target] of Object.entries(links)) {
      mkdirSync(path.dirname(folder.path(name)), { recursive: true });
      symlinkSync(target, folder.path(name));
    }
    folder.git('add', '--all');
  }

  async function outcomeOf(good: GatedFiles, worse: GatedFiles) {
    write(good);
    folder.git('commit', '--quiet', '--allow-empty', '-m', 'Good');
    write(worse);
    const { report, ...found } = await gateOutcome(folder.root, registry, {
      staged: true,
      context: { distFolder: scripts, allowScripts: true },
    });
    return { ...found, reports: Object.values(gateWriters).map((writer) => writer(report)) };
  }

  it('and passes as it stands', async () => {
    const random = seededRandom('good');
    for (let made = 0; made < 12; made++) {
      const good = goodSuite(random);
      const kinder = { ...good, prompt: good.prompt.replace('Say', 'Kindly say') };
      const { decision, text } = await outcomeOf(filesOf(good), filesOf(kinder));
      assert.deepEqual([decision.outcome, decision.reason], ['passed', 'Nothing got worse.'], text);
    }
  });

  it(`under ${damages} random damages of its files, and the loss is named`, async () => {
    const random = seededRandom('damaged at the gate');
    const green: string[] = [];
    for (let made = 0; made < damages; ) {
      const good = goodSuite(random);
      const worse = worseSuite({ ...good, links: 'none' }, random, 1);
      const { texts, links } = filesOf(worse.suite);
      const damage = damaged({ name: '', suite: '', files: texts }, random);
      if (!damage) continue;
      made++;
      const { decision, text } = await outcomeOf(filesOf(good), { texts: damage.files, links });
      // Where the prompt itself is gone with its cases, nobody asks it any more.
      const isGone = Object.keys(damage.files).every((name) => ['data', undefined].includes(suiteFormatOf(name)));
      if (decision.outcome === 'passed' && !(isGone && /^passed: .*is gone with 4 cases\.$/m.test(text)))
        green.push(`${made}: ${good.format}: ${worse.what}, ${damage.what}\n${text}`);
    }
    assert.deepEqual(green, []);
  });

  it(`under ${changes} random changes beside it, and the loss is named`, async () => {
    const random = seededRandom('never green at the gate');
    const green: string[] = [];
    const silent: string[] = [];
    for (let made = 0; made < changes; made++) {
      const good = goodSuite(random);
      const { what, suite } = worseSuite(good, random);
      const found = await outcomeOf(filesOf(good), filesOf(suite));
      const name = `${made}: ${good.format}${good.links === 'none' ? '' : ` with a linked ${good.links}`}: ${what}`;
      if (found.decision.outcome === 'passed') green.push(`${name}\n${found.text}`);
      if (!isNamed(found.result, found.reports)) silent.push(`${name}\n${found.text}`);
    }
    assert.deepEqual({ green, silent }, { green: [], silent: [] });
  });
});

/** Every report names a row that is worse, something that is gone, or a fault that the change brought. */
function isNamed({ suites, gone }: GateResult, reports: readonly string[]): boolean {
  const names = [
    ...suites.flatMap(({ rows }) => rows.filter(({ change }) => change === 'regressed').map(({ name }) => name)),
    ...suites.flatMap(({ removed }) => removed.map(({ name }) => name)),
    ...suites.flatMap(({ problems }) => (problems.length > 0 ? [''] : [])),
    ...gone.map(({ suite }) => suite),
  ];
  return names.length > 0 && names.every((name) => reports.every((report) => report.includes(name)));
}
