import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

const scopes: Readonly<Record<string, string>> = {
  application: 'your user settings alone',
  machine: 'the settings of this machine',
  window: 'user or workspace settings',
  resource: 'user, workspace or folder settings',
};

/** docs/settings.md: every setting that the manifest contributes, in the order in which the editor shows them. */
export function settingsReference(): string {
  const manifest = readJson('package.json');
  const words = readJson('package.nls.json');
  const restricted = listAt(
    objectAt(objectAt(manifest, 'capabilities'), 'untrustedWorkspaces'),
    'restrictedConfigurations',
  );
  const settings = Object.entries(propertiesOf(objectAt(manifest, 'contributes')?.['configuration']))
    .flatMap(([name, setting]) => (isJsonObject(setting) ? [{ name, setting }] : []))
    .sort((first, second) => Number(first.setting['order'] ?? 0) - Number(second.setting['order'] ?? 0));
  return [
    '# Settings reference',
    '`npm run docs` writes this page from the manifest of the extension. The command line reads none of these settings.',
    ...settings.map(({ name, setting }) => section(name, setting, { words, isRestricted: restricted.includes(name) })),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(
  name: string,
  setting: JsonObject,
  { words, isRestricted }: { readonly words: JsonObject; readonly isRestricted: boolean },
): string {
  const scope = textAt(setting, 'scope') ?? 'window';
  const facts = [
    `- Type: ${typeOf(setting)}`,
    `- Default: \`${JSON.stringify(setting['default'] ?? null)}\``,
    `- Read from: ${scopes[scope]}${isRestricted && scope !== 'application' ? '; a folder that you do not trust cannot set it' : ''}`,
  ];
  return [`## \`${name}\``, ...texts(setting, words), facts.join('\n')].join('\n\n');
}

/** The effect of the setting, and of each of its values. */
function texts(setting: JsonObject, words: JsonObject): readonly string[] {
  const said = (text: string) => textAt(words, text.replaceAll('%', '')) ?? text;
  const description = said(textAt(setting, 'markdownDescription') ?? textAt(setting, 'description') ?? '');
  const values = listAt(setting, 'enum');
  const meanings = [...listAt(setting, 'markdownEnumDescriptions'), ...listAt(setting, 'enumDescriptions')];
  const list = values.map((value, index) => `- \`${value}\`: ${said(String(meanings[index] ?? ''))}`);
  return [linked(description), ...(list.length > 0 && meanings.length > 0 ? [list.join('\n')] : [])];
}

/** The editor writes a link to another setting as `#name#`. */
function linked(description: string): string {
  return description.replace(
    /`#([\w.]+)#`/g,
    (_all, name: string) => `[\`${name}\`](#${name.replaceAll('.', '').toLowerCase()})`,
  );
}

function typeOf(setting: JsonObject): string {
  const type = setting['type'];
  const names = Array.isArray(type) ? type.map(String) : [String(type)];
  const { minimum, maximum } = setting;
  const limits = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
  return [names.join(' or '), ...limits].join(', ');
}

/** The properties of a configuration, which has one group of settings or several. */
function propertiesOf(configuration: JsonValue | undefined): JsonObject {
  const groups = Array.isArray(configuration) ? configuration : [configuration];
  return Object.assign({}, ...groups.map((group) => (isJsonObject(group) ? objectAt(group, 'properties') : {})));
}

function readJson(file: string): JsonObject {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
