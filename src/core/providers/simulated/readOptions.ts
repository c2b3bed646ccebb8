import type { Option } from './classify.ts';

const listIntro =
  /\b(?:one (?:label|category|class|topic|option|word) (?:of|from)|one of(?: the following| these)?(?: (?:categories|labels|classes|options|values|intents|topics|words|departments|teams))?|(?:categories|labels|classes|options|intents|choices|possible values|allowed values|departments|queues)(?: are)?|(?:classify|categori[sz]e|label|tag|route|sort|assign)[^.:\n]{0,60}?\b(?:as|into|to|with)(?: one of)?(?: the following)?|either|exactly one of|choose (?:from|between)|answer (?:only )?(?:with )?(?:one of)?|(?:sentiment|priority|severity|urgency|category|label|intent)\s+(?:as|is|being))\s*[:-]?\s*/gi;

const bullet = /^\s*(?:[-*•]|\d+[.)])\s+(.+)$/;
const listHead =
  /(?:categor|label|class|option|one of|choose|intent|choice|possible|allowed|department|queue|route|team|topic)/i;

/** The labels a prompt asks to choose from; empty when it asks for no choice. */
export function readOptions(instructions: string): Option[] {
  const listed = bulletOptions(instructions);
  return listed.length >= 2 ? listed : inlineOptions(instructions);
}

function bulletOptions(instructions: string): Option[] {
  const lines = instructions.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const head = lines[index] ?? '';
    if (bullet.test(head) || !listHead.test(head)) continue;
    const options = bulletsAfter(lines, index + 1);
    if (options.length >= 2) return options;
  }
  return [];
}

function bulletsAfter(lines: readonly string[], start: number): Option[] {
  const options: Option[] = [];
  for (const line of lines.slice(start)) {
    const text = bullet.exec(line)?.[1];
    if (text !== undefined) options.push(optionFrom(text));
    else if (line.trim() !== '' || options.length > 0) break;
  }
  return options.every((option) => option.label.split(/\s+/).length <= 5) ? options : [];
}

/** Reads a label such as `billing: charges and invoices`, `**bug** - something fails` or just `billing`. */
function optionFrom(text: string): Option {
  const [label = text, ...rest] = text.split(/\s*(?::|\s[-–—]\s|\s\()\s*/);
  return { label: clean(label), gloss: rest.join(' ') };
}

function inlineOptions(instructions: string): Option[] {
  for (const match of instructions.matchAll(listIntro)) {
    const rest = instructions.slice(match.index + match[0].length);
    const labels = splitList(firstList(rest));
    if (isChoice(labels)) return labels.map((label) => ({ label, gloss: '' }));
  }
  const inBrackets = [...instructions.matchAll(/[([]([^()[\]\n]{3,120})[)\]]/g)].map((match) =>
    splitList(match[1] ?? ''),
  );
  const choice = inBrackets.find((labels) => labels.length >= 3 && isChoice(labels)) ?? [];
  return choice.map((label) => ({ label, gloss: '' }));
}

function firstList(text: string): string {
  const bracketed = /^[([{]([^)\]}]*)[)\]}]/.exec(text);
  return bracketed?.[1] ?? /^[^.;\n]*/.exec(text)?.[0] ?? '';
}

function splitList(text: string): string[] {
  return text
    .split(/\s*(?:,\s*(?:or|and)\s+|,|\||\s+or\s+|\s+and\s+|\s\/\s|(?<=\w)\/(?=\w))\s*/)
    .map(clean)
    .filter((label) => label !== '');
}

function isChoice(labels: readonly string[]): boolean {
  const isShort = labels.every((label) => label.split(/\s+/).length <= 4 && label.length <= 40);
  return labels.length >= 2 && isShort && new Set(labels).size === labels.length;
}

function clean(label: string): string {
  return label.replace(/^[\s"'`*[({]+|[\s"'`*\])}.:]+$/g, '');
}
