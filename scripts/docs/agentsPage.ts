import type { AgentTool } from '../../src/core/agent/agentTool.ts';
import type { Schema } from '../../src/core/agent/schema.ts';
import { agentTools } from '../../src/core/agent/tools/agentTools.ts';

const start = '<!-- tools: made from the code by npm run docs -->';
const end = '<!-- end of tools -->';

/** docs/agents.md with its part about the tools made anew from their definitions. Throws where the marks are gone. */
export function agentsPage(text: string): string {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/agents.md has lost the marks around its tools');
  return `${text.slice(0, from)}${start}\n\n${agentTools.map(section).join('\n')}\n${text.slice(to)}`;
}

function section({ name, description, isReadOnly, input }: AgentTool): string {
  const use = isReadOnly ? 'only reads' : 'may ask models';
  const rows = Object.entries(input.properties).map(
    ([field, schema]) =>
      `| \`${field}\`${input.required.includes(field) ? ' (needed)' : ''} | ${cell(described(schema))} |\n`,
  );
  const table = rows.length === 0 ? '' : `\n| Argument | |\n|---|---|\n${rows.join('')}`;
  return `### \`${name}\`: ${use}\n\n${description}\n${table}`;
}

function described(schema: Schema): string {
  const choices =
    schema.type === 'string' && schema.enum ? ` One of ${schema.enum.map((each) => `\`${each}\``).join(', ')}.` : '';
  return `${schema.description ?? ''}${choices}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
