import { writeFileSync } from 'node:fs';
import path from 'node:path';

const template = `You sort the letters of a shop. Answer with one JSON object.

Letter {{id}} ({{subject}}):
{{letter}}
`;
const subjects = ['invoice', 'refund', 'parcel', 'password', 'opening hours'];
const letter = 'The parcel arrived broken on Tuesday, and nobody answers the phone. What shall I do now? '.repeat(4);

/** What the model is asked about a row. */
export function benchPrompt(row: number): string {
  const { id, subject } = varsOf(row);
  return template.replace('{{id}}', id).replace('{{subject}}', subject).replace('{{letter}}', letter);
}

/** The answer that passes: the row's own number, as JSON. */
export function benchAnswer(prompt: string): string {
  const id = /Letter (\S+)/.exec(prompt)?.[1] ?? '';
  return JSON.stringify({ id, label: 'damaged', urgency: 'high', reason: 'A broken parcel, and nobody to talk to.' });
}

/** Writes a suite of so many rows with two checks each, as people have it: a prompt, a file of cases, a list of models. */
export function writeBenchSuite(folder: string, rows: number): void {
  const cases = Array.from({ length: rows }, (_, row) => {
    const vars = varsOf(row);
    return JSON.stringify({ vars, assert: [{ type: 'contains', value: vars.id }, { type: 'is-json' }] });
  });
  writeFileSync(path.join(folder, 'letters.prompt.txt'), template);
  writeFileSync(path.join(folder, 'letters.jsonl'), `${cases.join('\n')}\n`);
  const suite = ['prompt: letters.prompt.txt', 'models: [local/echo]', 'cases: letters.jsonl', ''];
  writeFileSync(path.join(folder, 'letters.eval.yaml'), suite.join('\n'));
}

function varsOf(row: number): { readonly id: string; readonly subject: string; readonly letter: string } {
  return { id: `L-${row}`, subject: subjects[row % subjects.length] ?? '', letter };
}
