import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import texts from '../../package.nls.json' with { type: 'json' };
import { agentTools } from '../../src/core/agent/tools/agentTools.ts';
import {
  commands,
  improveType,
  languages,
  matrixType,
  mcpProviderId,
  panelType,
  settings,
  toolPrefix,
  views,
} from '../../src/extension/editor/contributions.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const { contributes } = manifest;
const sensitive = [
  'polyprompt.endpoints',
  'polyprompt.models',
  'polyprompt.timeouts.firstByte',
  'polyprompt.timeouts.total',
];

describe('manifest', () => {
  it('names the same commands, settings, views and languages as the code', () => {
    assert.deepEqual(contributes.commands.map((command) => command.command).sort(), Object.values(commands).sort());
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(settings).sort());
    assert.deepEqual(
      [...contributes.views.polyprompt, ...contributes.views.scm].map((view) => view.id).sort(),
      Object.values(views).sort(),
    );
    assert.deepEqual(contributes.languages.map((language) => language.id).sort(), Object.values(languages).sort());
  });

  it('offers coding agents the very tools that the code defines', () => {
    assert.deepEqual(
      contributes.languageModelTools.map((tool) => [tool.name, tool.modelDescription, tool.inputSchema]),
      agentTools.map(({ name, description, input }) => [
        `${toolPrefix}${name}`,
        description,
        JSON.parse(JSON.stringify(input)),
      ]),
    );
  });

  it('offers the tools for agents as a server under the id that it provides', () => {
    assert.deepEqual(contributes.mcpServerDefinitionProviders, [{ id: mcpProviderId, label: 'Polyprompt' }]);
  });

  it('registers every command it contributes exactly once', () => {
    const code = globSync('src/extension/**/*.ts', { cwd: root })
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n');
    for (const name of Object.keys(commands)) {
      assert.equal([...code.matchAll(new RegExp(`registerCommand\\(\\s*commands\\.${name}\\b`, 'g'))].length, 1, name);
    }
  });

  it('wakes up only for its panels and where there are suites', () => {
    const events = manifest.activationEvents.filter((event) => !event.startsWith('onWebviewPanel:polyprompt.'));
    assert.deepEqual(events, [
      'workspaceContains:**/*.eval.yaml',
      'workspaceContains:**/*.eval.yml',
      'workspaceContains:**/promptfooconfig.yaml',
    ]);
    for (const type of [panelType, matrixType, improveType])
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${type}`), type);
  });

  it('says where it does not run, or not with everything (fault 86)', () => {
    // Over SSH, in WSL and in containers it runs beside the files. There is no build for a browser, so the web does not offer it.
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal('browser' in manifest, false);
    const { virtualWorkspaces } = manifest.capabilities;
    assert.deepEqual(virtualWorkspaces, { supported: 'limited', description: '%virtual.description%' });
    assert.match(texts['virtual.description'], /read from folders on disk only/);
  });

  it('lets no workspace choose where a key goes (fault 77)', () => {
    const properties: Readonly<Record<string, { readonly scope: string }>> = contributes.configuration.properties;
    for (const id of sensitive) assert.equal(properties[id]?.scope, 'application', id);
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    for (const id of sensitive) assert.ok(untrustedWorkspaces.restrictedConfigurations.includes(id), id);
  });

  it('writes command titles verb first, with the product as category, and never an emoji', () => {
    for (const command of contributes.commands) {
      assert.equal(command.category, 'Polyprompt');
      assert.match(
        command.title,
        /^(Run|New|Add|Collect|Cancel|Stop|Show|Choose|Preview|Set|Clear|Test|Refresh|Open|Delete|Accept|Keep|Convert|Rescore|Resume|Install|Uninstall|Compare|Check|Simulate|Export|Improve|Port|Import|Replace|Propose) ?[\w .-]*$/,
      );
    }
  });

  it('describes every setting and every text it refers to', () => {
    const references = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(references)].sort(), Object.keys(texts).sort());
    for (const property of Object.values(contributes.configuration.properties))
      assert.ok(property.markdownDescription && property.scope && property.order);
  });

  it('has one walkthrough whose five steps show pictures that exist, and end with what was done', () => {
    assert.equal(contributes.walkthroughs.length, 1);
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    for (const step of steps) {
      assert.ok(existsSync(path.join(root, step.media.svg)), step.media.svg);
      assert.deepEqual(step.completionEvents, [`onContext:polyprompt.did.${step.id}`]);
    }
  });

  it('depends on nothing at run time', () => {
    assert.ok(!('dependencies' in manifest));
  });
});
