import { isJsonObject } from '../json.ts';
import type { ToolDefinition } from '../messages.ts';
import { meantKey } from '../text/keyNames.ts';
import { type PlacedValue, type ReportAt, yamlValue } from '../text/placedValue.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { YamlSource } from '../text/yamlSource.ts';
import { lintDeclared } from '../tools/lintToolRules.ts';
import { isToolOf } from '../tools/mcp/serverTool.ts';
import { readToolMock } from '../tools/readToolMock.ts';
import type { PlacedRule } from '../tools/readToolRules.ts';
import { readToolSettings } from '../tools/readToolSettings.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';

/** What a head says about the answers to its tools, and what is wrong there. */
export interface PromptTools {
  readonly toolSettings?: ToolSettings;
  readonly problems: readonly Problem[];
}

/**
 * Reads `toolResults`, `maxTurns` and `returnToolRequests` of a head, and the `mock` of each tool under `key`. `named` are the tools that
 * the head declares or names.
 */
export function readPromptTools(
  yaml: YamlSource,
  key: 'toolDefs' | 'tools',
  named: readonly Pick<ToolDefinition, 'name' | 'inputSchema'>[],
): PromptTools {
  const problems: Problem[] = [];
  const report: ReportAt<TextRange> = (range, code, message, severity = 'error') =>
    problems.push({ severity, code, message, range });
  const root = yamlValue(yaml);
  const mocks = toolsUnder(root.child(key)).flatMap(({ name, node }) => mockOf(node, name, report));
  const { settings, rules } = readToolSettings(root, report, mocks);
  // A suite may bring the tools where the prompt declares none.
  const own = rules.filter(({ rule }) => !isToolOf(settings?.mcp ?? [], rule.tool));
  lintDeclared(own, named, { report, severity: 'warning' });
  for (const { rule, place } of rules)
    if (rule.answer.type === 'javascript' && rule.answer.code.startsWith('file://'))
      report(
        place,
        'unsupported',
        'A prompt file holds its JavaScript itself: write it here, or move the rule to a suite.',
      );
  return { problems, ...(settings ? { toolSettings: settings } : {}) };
}

interface NamedTool {
  readonly name: string;
  readonly node: PlacedValue<TextRange>;
}

/** The tools of a list of maps with names, or of a map by name. */
function toolsUnder(tools: PlacedValue<TextRange>): readonly NamedTool[] {
  const { value } = tools;
  if (isJsonObject(value)) return Object.keys(value).map((name) => ({ name, node: tools.child(name) }));
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) => {
    const name = isJsonObject(item) ? item['name'] : undefined;
    return typeof name === 'string' ? [{ name, node: tools.child(index) }] : [];
  });
}

const toolKeys = { what: 'a tool', read: ['mock'], meant: { mocks: 'mock', mocked: 'mock', toolResults: 'mock' } };

function mockOf(
  node: PlacedValue<TextRange>,
  name: string,
  report: ReportAt<TextRange>,
): readonly PlacedRule<TextRange>[] {
  for (const key of Object.keys(isJsonObject(node.value) ? node.value : {}))
    if (key !== 'mock' && meantKey(toolKeys, key) !== undefined)
      report(node.keyPlace(key), 'unknown-key', `"${key}" is no key of a tool. Did you mean "mock"?`);
  return readToolMock(node.child('mock'), name, report);
}
