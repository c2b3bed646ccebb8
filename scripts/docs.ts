// Writes what is made from the code: the references and the index of docs/, and the notices of what the bundles hold (`npm run docs`).
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { agentsPage } from './docs/agentsPage.ts';
import { cliReference } from './docs/cliReference.ts';
import { docsIndex } from './docs/docsIndex.ts';
import { settingsReference } from './docs/settingsReference.ts';

const root = path.resolve(import.meta.dirname, '..');
const docs = path.join(root, 'docs');

writeFileSync(path.join(docs, 'cli.md'), await cliReference());
writeFileSync(path.join(docs, 'settings.md'), settingsReference());
const agents = path.join(docs, 'agents.md');
writeFileSync(agents, agentsPage(readFileSync(agents, 'utf8')));
writeFileSync(path.join(docs, 'README.md'), docsIndex(docs));
copyFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), path.join(root, 'THIRD-PARTY-NOTICES.txt'));
