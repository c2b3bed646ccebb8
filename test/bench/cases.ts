import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../src/core/providers/simulated/seed.ts';
import { printFigure } from './figure.ts';
import { runWholeProcess } from './wholeProcess.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const lines = 1_000_000;
const linesAtOnce = 10_000;

/** A log of 1,000,000 calls as cases: read, matched against the prompt, sampled, and its personal data replaced. */
export async function benchCases(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-million-'));
  try {
    copyFileSync(path.join(root, 'examples', 'inbox.prompt'), path.join(folder, 'inbox.prompt'));
    writeLog(path.join(folder, 'log.jsonl'));
    const command = [path.join(root, 'dist', 'cli.js'), 'cases', 'import', 'log.jsonl', '--prompt', 'inbox.prompt'];
    const rest = ['--sample', '120', '--suspected', 'replace', '--out', 'real.jsonl'];
    const { ms, cpuMs, megabytes } = await runWholeProcess([...command, ...rest], { cwd: folder });
    const note = `${(ms / 1000).toFixed(0)} s by the clock; 120 rows asked for`;
    printFigure({ name: 'import 1,000,000 calls, processor time', value: cpuMs / 1000, unit: 's', target: 180, note });
    printFigure({ name: 'import 1,000,000 calls, peak memory', value: megabytes, unit: 'MB', target: 600 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const system =
  'Sort the mail of a customer into one of these labels:\n- refund: money, charged, refunded\n- delivery: parcel, courier, tracking\n- account: password, login, address\n';
const stems = [
  'Where is my parcel with the',
  'I was charged twice for the',
  'The screen broke on the',
  'How do I return the',
];
const things = [
  'lamp',
  'raincoat',
  'speaker',
  'coffee machine',
  'backpack',
  'keyboard',
  'chair',
  'kettle',
  'bike',
  'tent',
];

function writeLog(file: string): void {
  const random = seededRandom('a million');
  const pick = (items: readonly string[]) => items[Math.floor(random() * items.length)] ?? '';
  const log = openSync(file, 'w');
  for (let start = 0; start < lines; start += linesAtOnce)
    writeSync(
      log,
      Array.from({ length: linesAtOnce }, (_, index) => {
        const name = random() < 0.3 ? ' Yours, Maria Keller' : '';
        const mail = `${pick(stems)} ${pick(things)}, order BK-${100_000 + Math.floor(random() * 900_000)}.${name}`;
        const messages = [
          { role: 'system', content: system },
          { role: 'user', content: mail },
        ];
        return `${JSON.stringify({ id: `r${start + index}`, messages, output: 'delivery', model: `gpt-${index % 3}` })}\n`;
      }).join(''),
    );
  closeSync(log);
}
