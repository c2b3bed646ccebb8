import type { JsonObject, JsonValue } from '../../json.ts';
import { calculate } from './arithmetic.ts';
import { classify, type Ranked } from './classify.ts';
import { extractFacts, type Facts } from './extract.ts';
import { type Care, fillSchema, sourceOf } from './fillSchema.ts';
import { keySentences, mostRelevant, substanceOf, topics } from './summarise.ts';
import type { Task } from './task.ts';
import { asPhrase, firstWords } from './words.ts';

/** The short answer: a label, a figure or one line. It reads only the beginning of the text, and so misses the text after a "but". */
export function terseAnswer(task: Task): string {
  const opening = substanceOf(task.material).slice(0, 1).join(' ') || task.material;
  switch (task.kind) {
    case 'json':
      return JSON.stringify(jsonAnswer(task, 'hasty'));
    case 'classify':
      return rankedLabels(task, opening)[0]?.option.label ?? '';
    case 'calculate':
      return String(calculate(task.material)?.result ?? 'I cannot tell.');
    case 'extract':
      return (
        factLines(wantedFacts(task))
          .map(([, values]) => values.join(', '))
          .join('; ') || 'Nothing found.'
      );
    case 'reply':
      return `${greeting(task.material)}thanks for your message. We are looking into it: ${firstWords(lowerFirst(opening), 12)} You will hear from us soon.`;
    case 'summarise':
      return firstWords(keySentences(task.material, 1)[0] ?? task.material, 14);
    case 'answer':
      return firstWords(mostRelevant(task.knowledge, task.request) ?? shortOpenAnswer(task), 20);
  }
}

/** The long answer: whole sentences, with the reason for each. */
export function thoroughAnswer(task: Task): string {
  switch (task.kind) {
    case 'json':
      return `\`\`\`json\n${JSON.stringify(jsonAnswer(task, 'thorough'), null, 2)}\n\`\`\``;
    case 'classify':
      return explainedLabel(rankedLabels(task, task.material));
    case 'calculate':
      return explainedCalculation(task.material);
    case 'extract':
      return (
        factLines(wantedFacts(task))
          .map(([name, values]) => `- **${name}**: ${values.join(', ')}`)
          .join('\n') || 'The text holds none of the details asked for.'
      );
    case 'reply':
      return fullReply(task.material);
    case 'summarise':
      return thoroughSummary(task.material);
    case 'answer':
      return explainedAnswer(task);
  }
}

/** An object, whatever was asked: the schema's where there is one, else the answer with its evidence. */
export function jsonAnswer(task: Task, care: Care): JsonValue {
  if (task.schema) return fillSchema(task.schema, 'answer', sourceOf(task, task.schema, care));
  if (task.options.length >= 2) return labelObject(rankedLabels(task, task.material));
  const calculation = task.kind === 'calculate' ? calculate(task.material) : undefined;
  if (calculation) return { answer: calculation.result, steps: [...calculation.steps] };
  if (task.kind === 'summarise')
    return { summary: keySentences(task.material, 2).join(' '), topics: topics(task.material, 3) };
  if (task.kind === 'reply')
    return { subject: firstWords(keySentences(task.material, 1)[0] ?? '', 8), reply: fullReply(task.material) };
  const facts = task.kind === 'extract' ? factObject(wantedFacts(task)) : {};
  if (Object.keys(facts).length > 0) return facts;
  return { answer: mostRelevant(task.knowledge, task.request) ?? shortOpenAnswer(task) };
}

/** The thoughts that a reasoning model would show. */
export function thoughts(task: Task): string {
  const asked =
    task.request === '' ? 'The request is the text itself.' : `The request: "${firstWords(task.request, 18)}"`;
  if (task.options.length >= 2) {
    const [first, second] = rankedLabels(task, task.material);
    const rival =
      second && second.evidence !== '' ? ` "${second.option.label}" is possible too, but less is said about it.` : '';
    return `${asked} There are ${task.options.length} labels. "${first?.option.label ?? ''}" fits best.${rival}`;
  }
  const facts = factLines(extractFacts(task.material)).map(
    ([name, values]) => `${name.toLowerCase()} (${values.length})`,
  );
  const seen = facts.length > 0 ? ` I see ${facts.join(', ')}.` : '';
  return `${asked} Sentences to read: ${substanceOf(task.material).length}.${seen}`;
}

export function rankedLabels(task: Task, material: string): Ranked[] {
  return classify(task.options, material);
}

function explainedLabel(ranked: readonly Ranked[]): string {
  const [first, second] = ranked;
  if (!first) return '';
  const reason =
    first.evidence === ''
      ? 'nothing in the text points clearly to another label'
      : `the text says "${asPhrase(first.evidence)}"`;
  const rival =
    second && second.evidence !== ''
      ? ` It also touches on ${second.option.label} ("${firstWords(asPhrase(second.evidence), 12)}"), which weighs less.`
      : '';
  return `${first.option.label}\n\nReason: ${reason}.${rival}`;
}

function labelObject(ranked: readonly Ranked[]): JsonObject {
  const [first, second] = ranked;
  const total = ranked.reduce((sum, entry) => sum + entry.score, 0);
  const confidence = total === 0 ? 0.5 : Math.round(((first?.score ?? 0) / total) * 100) / 100;
  return {
    label: first?.option.label ?? null,
    confidence,
    evidence: first?.evidence || null,
    runner_up: second && second.evidence !== '' ? second.option.label : null,
  };
}

function explainedCalculation(material: string): string {
  const calculation = calculate(material);
  if (!calculation) return 'The text holds no figures that I could calculate with.';
  const steps = calculation.steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  return `${steps}\n\nThe answer is ${calculation.result}.`;
}

function fullReply(material: string): string {
  const facts = extractFacts(material);
  const [issue = material, ...more] = keySentences(material, 2);
  const reference = facts.references[0];
  const amount = facts.amounts[0];
  const lines = [
    `${greeting(material, 'Hello ').replace(/ $/, '') || 'Hello,'}`,
    '',
    `Thank you for writing to us. You told us: "${asPhrase(issue)}".${more[0] === undefined ? '' : ` You also mention: "${asPhrase(more[0])}".`}`,
    '',
    [
      reference === undefined
        ? 'We are sorry for the trouble and are looking into it.'
        : `We are sorry for the trouble and are looking into ${reference}.`,
      amount === undefined ? '' : ` We will check the ${amount} and let you know what happens with it.`,
      facts.dates[0] === undefined ? '' : ` We have noted the date you gave (${facts.dates[0]}).`,
    ].join(''),
    '',
    'You will hear from us within one working day.',
    '',
    'Kind regards,',
    'The support team',
  ];
  return lines.join('\n');
}

function greeting(material: string, before = ''): string {
  const name = extractFacts(material).names[0]?.split(' ')[0];
  return name === undefined ? (before === '' ? 'Hi, ' : '') : `${before === '' ? 'Hi ' : before}${name}, `;
}

function thoroughSummary(material: string): string {
  const sentences = keySentences(material, 3);
  const about = topics(material, 3);
  const facts = factLines(extractFacts(material)).map(([name, values]) => `${name.toLowerCase()} ${values.join(', ')}`);
  const details = facts.length > 0 ? `\n\nDetails: ${facts.join('; ')}.` : '';
  return `${sentences.map((sentence) => `- ${asPhrase(sentence)}.`).join('\n')}\n\nAbout: ${about.join(', ')}.${details}`;
}

function explainedAnswer(task: Task): string {
  const relevant = mostRelevant(task.knowledge, task.request);
  if (relevant === undefined) return openAnswer(task);
  const more = keySentences(task.knowledge, 2).filter((sentence) => sentence !== relevant);
  return `${asPhrase(relevant)}.\n\nThis follows from the text, which also says: ${more.map((sentence) => `"${asPhrase(sentence)}"`).join('; ') || 'nothing else of weight'}.`;
}

function shortOpenAnswer(task: Task): string {
  return `A simulated model cannot make this up: "${firstWords(asPhrase(task.request), 10)}".`;
}

/** The answer where nothing can be read from the text: a simulated model says so instead of pretending. */
function openAnswer(task: Task): string {
  const about = topics(task.material, 3);
  const subject = about.length > 0 ? `It is about ${about.join(', ')}.` : 'It names no subject.';
  return `The prompt asks: "${firstWords(asPhrase(task.request || task.material), 20)}". ${subject} A simulated model reads and quotes, but cannot make up an answer; choose a real model for this.`;
}

const factNames: Readonly<Record<Exclude<keyof Facts, 'numbers'>, string>> = {
  names: 'Names',
  emails: 'E-mails',
  phones: 'Phones',
  references: 'References',
  amounts: 'Amounts',
  dates: 'Dates',
  links: 'Links',
};
const factWords: Readonly<Record<keyof Facts, RegExp>> = {
  names: /\b(?:names?|people|person|customer|who)\b/i,
  emails: /\be-?mails?\b/i,
  phones: /\bphones?\b/i,
  references: /\b(?:orders?|references?|invoices?|tickets?|numbers?|ids?)\b/i,
  amounts: /\b(?:amounts?|prices?|costs?|money|totals?)\b/i,
  dates: /\b(?:dates?|when|deadlines?|days?)\b/i,
  links: /\b(?:links?|urls?)\b/i,
  numbers: /\bfigures?\b/i,
};

/** The facts that the instructions ask for, or all of them when they name none. */
function wantedFacts(task: Task): Facts {
  const facts = extractFacts(task.material);
  const isWanted = (key: keyof Facts) => factWords[key].test(task.instructions);
  if (!Object.values(factWords).some((words) => words.test(task.instructions))) return facts;
  return {
    names: isWanted('names') ? facts.names : [],
    emails: isWanted('emails') ? facts.emails : [],
    phones: isWanted('phones') ? facts.phones : [],
    references: isWanted('references') ? facts.references : [],
    amounts: isWanted('amounts') ? facts.amounts : [],
    dates: isWanted('dates') ? facts.dates : [],
    links: isWanted('links') ? facts.links : [],
    numbers: [],
  };
}

function factLines(facts: Facts): [string, readonly string[]][] {
  const { numbers: _figures, ...lists } = facts;
  const lines: [string, readonly string[]][] = [
    [factNames.names, lists.names],
    [factNames.emails, lists.emails],
    [factNames.phones, lists.phones],
    [factNames.references, lists.references],
    [factNames.amounts, lists.amounts],
    [factNames.dates, lists.dates],
    [factNames.links, lists.links],
  ];
  return lines.filter(([, values]) => values.length > 0);
}

function factObject(facts: Facts): JsonObject {
  return Object.fromEntries(
    factLines(facts).map(([name, values]) => [name.toLowerCase().replace('-', ''), [...values]]),
  );
}

function lowerFirst(text: string): string {
  return /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
