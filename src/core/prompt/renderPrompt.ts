import type { JsonObject, JsonValue } from '../json.ts';
import type { Message, Part } from '../messages.ts';
import { onceFor } from '../onceFor.ts';
import { plainLines } from '../text/plainLines.ts';
import type { Problem } from '../text/problem.ts';
import { assembleMessages, insertHistory } from './assembleMessages.ts';
import type { PromptDocument, RenderedPrompt, RenderInput, RoleLineTemplate, Template } from './document.ts';
import { type Evaluation, evaluateTemplate, maxRenderedLength } from './evaluateTemplate.ts';
import { needOf } from './inputSchema.ts';
import { parseTemplate } from './parseTemplate.ts';
import { fillPlaceholders, findPlaceholders, goText, jsonText } from './placeholders.ts';
import { renderRoleLines } from './roleLines.ts';
import { templateNames } from './templateNames.ts';
import type { TemplateProgram } from './templateTree.ts';

/** The messages that a prompt makes from its inputs. Defaults are applied; a value is text and never read as template. */
export function renderPrompt(document: PromptDocument, input: RenderInput): RenderedPrompt {
  const rendered = renderAsWritten(document, { ...input, inputs: withDefaults(document, input.inputs) });
  return { ...rendered, messages: rendered.messages.map(withPlainLines) };
}

function renderAsWritten(document: PromptDocument, input: RenderInput): RenderedPrompt {
  const { template } = document;
  if (template.kind === 'dotprompt') return renderTemplate(document, template, input);
  return template.kind === 'role-lines'
    ? renderRoles(document, template, input)
    : fillTemplate(document, template, input);
}

function withPlainLines(message: Message): Message {
  return {
    ...message,
    parts: message.parts.map((part) => (part.type === 'text' ? { ...part, text: plainLines(part.text) } : part)),
  };
}

/** Object.fromEntries, unlike spreading into a literal, keeps an input named __proto__ as an ordinary one. */
function withDefaults(document: PromptDocument, inputs: JsonObject): JsonObject {
  return Object.fromEntries([...Object.entries(document.input.defaults), ...Object.entries(inputs)]);
}

const programOf = onceFor((template: Extract<Template, { kind: 'dotprompt' }>) =>
  parseTemplate(template.source, template.range.start),
);

function renderTemplate(
  document: PromptDocument,
  template: Extract<Template, { kind: 'dotprompt' }>,
  input: RenderInput,
): RenderedPrompt {
  const { inputs, history = [], context = {}, docs = null } = input;
  const { program, problems } = programOf(template);
  if (!program) return { messages: [], missing: [], problems };
  const prompt = { ext: document.ext, config: {}, metadata: {}, ...document.raw };
  const metadata = { prompt, docs, messages: history.map(asDotpromptMessage) };
  const evaluation = evaluateTemplate(program, {
    inputs,
    data: { metadata, ...context },
    partials: parsedPartials(input.partials ?? noPartials),
  });
  return {
    messages: assembleMessages(evaluation.segments, history),
    missing: missingInputs(document, evaluation.absent),
    problems: [...problems, ...evaluation.problems],
  };
}

const noPartials: ReadonlyMap<string, string> = new Map();

const parsedPartials = onceFor((sources: ReadonlyMap<string, string>): ReadonlyMap<string, TemplateProgram> => {
  const parsed = [...sources].flatMap(([name, source]) => {
    const { program } = parseTemplate(source);
    return program ? [[name, program] as const] : [];
  });
  return new Map(parsed);
});

/** The inputs that are used and not given, unless the schema makes them optional or only a decision depends on them. */
function missingInputs(document: PromptDocument, absent: Evaluation['absent']): readonly string[] {
  return absent
    .filter(({ name, isCondition }) => {
      const need = needOf(document.input.schema, name.split('.'));
      return need === 'required' || (need === 'unknown' && !isCondition);
    })
    .map(({ name }) => name);
}

const usesIn = onceFor((template: RoleLineTemplate) => templateNames(template.source, template.range.start));

function renderRoles(document: PromptDocument, template: RoleLineTemplate, input: RenderInput): RenderedPrompt {
  const { inputs, history = [] } = input;
  const needed = usesIn(template).flatMap((use) =>
    use.type === 'variable' && !Object.hasOwn(inputs, use.name) ? [use] : [],
  );
  const missing = [...new Set(missingInputs(document, needed))];
  try {
    const rendered = renderRoleLines(template, inputs, history);
    const placesHistory = template.dialect === 'prompty-1' && /^[ \t]*!\[thread\]/m.test(template.source);
    const messages = placesHistory ? rendered : insertHistory(rendered, history);
    return { messages, missing, problems: tooLarge(messages) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    const message = `This template cannot be rendered: ${reason}`;
    return {
      messages: [],
      missing,
      problems: [{ severity: 'error', code: 'invalid-template', message, range: template.range }],
    };
  }
}

const namesIn = onceFor(
  (template: Extract<Template, { kind: 'placeholders' }>): ReadonlySet<string> =>
    new Set(template.messages.flatMap(({ source }) => findPlaceholders(source).map(({ name }) => name))),
);

function fillTemplate(
  document: PromptDocument,
  template: Extract<Template, { kind: 'placeholders' }>,
  input: RenderInput,
): RenderedPrompt {
  const { inputs, history = [] } = input;
  const write = document.format === 'github' ? goText : jsonText;
  const messages = template.messages.map(({ role, source }): Message => {
    const parts: readonly Part[] = [{ type: 'text', text: fillPlaceholders(source, inputs, write) }];
    return { role, parts };
  });
  const missing = [...namesIn(template)].filter(
    (name) => !Object.hasOwn(inputs, name) && needOf(document.input.schema, [name]) !== 'optional',
  );
  return { messages: insertHistory(messages, history), missing, problems: tooLarge(messages) };
}

function tooLarge(messages: readonly Message[]): readonly Problem[] {
  const length = messages.flatMap(({ parts }) => parts).reduce((sum, part) => sum + textLength(part), 0);
  if (length <= maxRenderedLength) return [];
  const message = 'This prompt is too large to render (more than 5 MB): give it shorter inputs.';
  return [{ severity: 'error', code: 'too-large', message, range: { start: 0, end: 0 } }];
}

function textLength(part: Part): number {
  return part.type === 'text' ? part.text.length : 0;
}

/** A message in dotprompt's own shape, for `@metadata.messages`. */
function asDotpromptMessage({ role, parts }: Message): JsonValue {
  return { role: role === 'assistant' ? 'model' : role, content: parts.map(asDotpromptPart) };
}

function asDotpromptPart(part: Part): JsonValue {
  if (part.type === 'text') return { text: part.text };
  if (part.type === 'pending') return { metadata: { purpose: part.purpose, pending: true } };
  if (part.type === 'reasoning') return { reasoning: part.text };
  if (part.type === 'tool-call') return { toolRequest: { ref: part.id, name: part.name, input: part.input } };
  if (part.type === 'tool-result') return { toolResponse: { ref: part.id, name: part.name, output: part.output } };
  const { url, contentType } = part;
  return { media: contentType === undefined ? { url } : { url, contentType } };
}
