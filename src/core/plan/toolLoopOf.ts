import type { EvalCase, Suite, SuitePrompt, SuiteTarget } from '../dataset/suite.ts';
import { renderValue } from '../grading/gradeCheck.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { ToolDefinition } from '../messages.ts';
import {
  defaultMaxTurns,
  type LoopServer,
  type ToolAnswer,
  type ToolLoop,
  type ToolRule,
  type ToolSettings,
} from '../tools/toolSettings.ts';

/** Everything that may say how the calls of a cell are answered; a comparison has a prompt only. */
export interface LoopSources {
  readonly case?: Pick<EvalCase, 'tools' | 'vars' | 'providedOutput'>;
  readonly prompt?: Pick<SuitePrompt, 'tools' | 'file'>;
  readonly suite?: Pick<Suite, 'tools'>;
  readonly target?: Pick<SuiteTarget, 'tools' | 'callbacks'>;
  /** The MCP servers among whose tools these are. */
  readonly servers?: readonly LoopServer[] | undefined;
  /** The tools that the model is told of. */
  readonly tools?: readonly ToolDefinition[] | undefined;
}

/**
 * How the calls of a cell are answered: by the rules of its case, then of its prompt, its target and its suite; undefined where the calls are
 * the answer. The texts of a suite's rules are rendered over the case's variables, those of a prompt file are not. Throws `invalid-check`
 * that quotes a template which cannot be rendered.
 */
export function toolLoopOf(sources: LoopSources): ToolLoop | undefined {
  const { case: testCase, prompt, suite, target, servers = [], tools = [] } = sources;
  if (tools.length === 0 || testCase?.providedOutput !== undefined) return undefined;
  const settings = [testCase?.tools, prompt?.tools, target?.tools, suite?.tools];
  if (said(settings, 'returnToolRequests')) return undefined;
  const isWritten = (source: ToolSettings | undefined) => source === prompt?.tools && prompt?.file !== undefined;
  const rules = settings.flatMap((source) =>
    (source?.toolResults ?? []).map((rule) => (isWritten(source) ? rule : renderedRule(rule, testCase?.vars ?? {}))),
  );
  const callbacks = target?.callbacks ?? [];
  if (rules.length + callbacks.length + servers.length === 0) return undefined;
  return {
    rules: [...rules, ...callbacks],
    maxTurns: said(settings, 'maxTurns') ?? defaultMaxTurns,
    // With a rule of ours the model is to go on, and a callback is one more way to answer it.
    ...(rules.length + servers.length === 0 ? { endsWithResults: true } : {}),
    ...(servers.length > 0 ? { servers } : {}),
  };
}

/** The value of a setting in the first place that has it. */
function said<Key extends keyof ToolSettings>(
  settings: readonly (ToolSettings | undefined)[],
  key: Key,
): ToolSettings[Key] | undefined {
  return settings.find((source) => source?.[key] !== undefined)?.[key];
}

/** A rule without templates stays the same object: thousands of cells share it. */
function renderedRule(rule: ToolRule, vars: JsonObject): ToolRule {
  if (!/\{[{%#]/.test(JSON.stringify(rule))) return rule;
  const args = rule.args && renderValue(rule.args, vars);
  return {
    ...rule,
    tool: renderedText(rule.tool, vars),
    ...(isJsonObject(args) ? { args } : {}),
    answer: renderedAnswer(rule.answer, vars),
  };
}

/** JavaScript is no template: it gets the variables as values. */
function renderedAnswer(answer: ToolAnswer, vars: JsonObject): ToolAnswer {
  switch (answer.type) {
    case 'result':
      return { ...answer, value: renderValue(answer.value, vars) };
    case 'error':
      return { ...answer, message: renderedText(answer.message, vars) };
    case 'parts':
      return {
        ...answer,
        text: renderedText(answer.text, vars),
        media: answer.media.map((part) => ({ ...part, url: renderedText(part.url, vars) })),
      };
    case 'javascript':
    case 'callback':
      return answer;
  }
}

function renderedText(text: string, vars: JsonObject): string {
  return String(renderValue(text, vars));
}
