import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The order in which the pages are best read. A page that is not named here stands at the end. */
const order = [
  'getting-started',
  'comparing',
  'prompt-formats',
  'suites',
  'cases',
  'checks',
  'tools',
  'mcp',
  'conversations',
  'gate',
  'continuous-integration',
  'routing',
  'switching-models',
  'improving',
  'people',
  'agents',
  'keys-and-endpoints',
  'privacy',
  'cli',
  'settings',
  'promptfoo-differences',
];

/** docs/README.md: each page of the folder with its title and its first sentence. */
export function docsIndex(folder: string): string {
  const pages = readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort((first, second) => placeOf(first) - placeOf(second) || (first < second ? -1 : 1));
  return [
    '# Polyprompt documentation',
    '`npm run docs` writes this list. The folder can be served as it is.',
    pages.map((file) => entry(file, readFileSync(path.join(folder, file), 'utf8'))).join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function placeOf(file: string): number {
  const place = order.indexOf(file.replace(/\.md$/, ''));
  return place === -1 ? order.length : place;
}

function entry(file: string, text: string): string {
  const [, title] = /^# (.+)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error(`docs/${file} has no title`);
  const [, first = ''] = /^# .+\n\n([^\n#|`-][\s\S]*?[.:])(?:\s|$)/.exec(text) ?? [];
  return `- [${title}](${file})${first === '' ? '' : `: ${first.replaceAll('\n', ' ')}`}`;
}
