import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';
import type { PromptDocument } from './document.ts';
import { parseTemplate } from './parseTemplate.ts';
import { type HelperSpecification, isHelperName, templateHelpers, templateRoles } from './templateHelpers.ts';
import type { CallExpression, TemplateProgram } from './templateTree.ts';
import { decidesOnly, templateUses } from './templateUses.ts';

type Finding = Omit<Problem, 'range'>;

/** Reports helpers that do not exist or are called wrongly, roles that do not exist, and a prompt without any text. */
export function lintTemplate(document: PromptDocument): readonly Problem[] {
  const { template } = document;
  if (template.kind === 'role-lines') return template.source.trim() === '' ? [emptyPrompt(document)] : [];
  if (template.kind === 'placeholders') return template.messages.length > 0 ? [] : [emptyPrompt(document)];
  const { program } = parseTemplate(template.source, template.range.start);
  if (!program) return [];
  if (program.nodes.length === 0) return [emptyPrompt(document)];
  return lintProgram(program);
}

function emptyPrompt({ template }: PromptDocument): Problem {
  const range = template.kind === 'placeholders' ? { start: 0, end: 0 } : template.range;
  return { severity: 'warning', code: 'empty-prompt', message: 'This prompt has no messages yet.', range };
}

function lintProgram(program: TemplateProgram): readonly Problem[] {
  return [...templateUses(program)].flatMap((use) => {
    if (use.type !== 'call') return [];
    return lintCall(use.call, use.isBlock).map((finding) => ({ ...finding, range: use.range }));
  });
}

function lintCall(call: CallExpression, isBlock: boolean): readonly Finding[] {
  const { helper } = call;
  if (isComparison(helper)) return [];
  if (!isHelperName(helper)) return [unknownHelper(helper)];
  const specification: HelperSpecification = templateHelpers[helper];
  const form = lintForm(helper, specification, isBlock);
  const [fewest, most] = specification.arity;
  const count = call.parameters.length;
  if (count < fewest || count > most) return [...form, wrongArguments(helper, specification)];
  if (helper === 'role') return [...form, ...lintRole(call)];
  return helper === 'media' ? [...form, ...lintMedia(call)] : form;
}

function isComparison(helper: string): boolean {
  return !isHelperName(helper) && decidesOnly(helper);
}

function lintForm(helper: string, { kind, usage }: HelperSpecification, isBlock: boolean): readonly Finding[] {
  if (kind === 'block' && !isBlock)
    return [{ severity: 'error', code: 'wrong-helper-form', message: `"${helper}" opens a block: ${usage}` }];
  if (kind === 'block' || !isBlock) return [];
  const canBeBlock = helper === 'role' || helper === 'section';
  const message = canBeBlock
    ? `dotprompt has no block form of "${helper}"; other tools drop what stands inside. Write ${usage} before the text.`
    : `"${helper}" opens no block: ${usage}`;
  return [{ severity: canBeBlock ? 'warning' : 'error', code: 'wrong-helper-form', message }];
}

function unknownHelper(helper: string): Finding {
  const [near] = closest(helper, Object.keys(templateHelpers), 1);
  const advice = near ? ` Did you mean "${near}"?` : ` dotprompt has ${Object.keys(templateHelpers).join(', ')}.`;
  return { severity: 'error', code: 'unknown-helper', message: `There is no helper "${helper}".${advice}` };
}

function wrongArguments(helper: string, { arity, usage }: HelperSpecification): Finding {
  const asVariable = arity[0] > 0 ? ` For a variable of this name write {{this.${helper}}}.` : '';
  return { severity: 'error', code: 'wrong-arguments', message: `"${helper}" is written ${usage}.${asVariable}` };
}

function lintRole(call: CallExpression): readonly Finding[] {
  const [name] = call.parameters;
  if (name?.type !== 'literal') return [];
  if (name.value === 'assistant')
    return [{ severity: 'information', code: 'role-name', message: 'dotprompt calls this role "model".' }];
  if (templateRoles.some((role) => role === name.value)) return [];
  const [near] = closest(String(name.value), templateRoles, 1);
  const advice = near ? `Did you mean "${near}"?` : 'Write system, user, model or tool.';
  return [{ severity: 'error', code: 'unknown-role', message: `There is no role "${name.value}". ${advice}` }];
}

function lintMedia(call: CallExpression): readonly Finding[] {
  const { usage } = templateHelpers.media;
  const keys = call.hash.map((entry) => entry.key);
  const strange = keys.filter((key) => key !== 'url' && key !== 'contentType');
  return [
    ...(keys.includes('url')
      ? []
      : [{ severity: 'error', code: 'wrong-arguments', message: `"media" needs a url: ${usage}` } as const]),
    ...strange.map((key): Finding => {
      const message = `"media" does not know "${key}": ${usage}`;
      return { severity: 'warning', code: 'wrong-arguments', message };
    }),
  ];
}
