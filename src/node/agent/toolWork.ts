import type { AgentTool } from '../../core/agent/agentTool.ts';
import type { ValueOf } from '../../core/agent/schema.ts';
import type { AgentCall } from './agentContext.ts';
import type { AgentMeans } from './agentMeans.ts';

/** What carries a tool out. Its arguments have been checked; what it gives fits the output schema of the tool. */
export type Carries<Tool extends AgentTool> = (
  means: AgentMeans,
  asked: ValueOf<Tool['input']>,
  call: AgentCall,
) => Promise<ValueOf<Tool['output']>>;
