import path from 'node:path';
import type { AgentTool } from '../../../core/agent/agentTool.ts';
import { readArguments } from '../../../core/agent/readArguments.ts';
import { type AgentToolName, agentTools, toolsFor } from '../../../core/agent/tools/agentTools.ts';
import { checkFile as checkFileTool } from '../../../core/agent/tools/checkFile.ts';
import { compareVersions as compareVersionsTool } from '../../../core/agent/tools/compareVersions.ts';
import { estimateRun as estimateRunTool } from '../../../core/agent/tools/estimateRun.ts';
import { improvePrompt as improvePromptTool } from '../../../core/agent/tools/improvePrompt.ts';
import { listPrompts as listPromptsTool } from '../../../core/agent/tools/listPrompts.ts';
import { proposeCases as proposeCasesTool } from '../../../core/agent/tools/proposeCases.ts';
import { readResults as readResultsTool } from '../../../core/agent/tools/readResults.ts';
import { runEvals as runEvalsTool } from '../../../core/agent/tools/runEvals.ts';
import { runPrompt as runPromptTool } from '../../../core/agent/tools/runPrompt.ts';
import { stopRun as stopRunTool } from '../../../core/agent/tools/stopRun.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { runEndOf } from '../../records/runEnd.ts';
import { RunHistory } from '../../runs/runHistory.ts';
import type { LoadedPrompt } from '../../suites/loadPrompt.ts';
import { TokenCounter } from '../../tokens/tokenCounter.ts';
import type { AgentCall, AgentContext } from '../agentContext.ts';
import type { AgentMeans } from '../agentMeans.ts';
import { ComparisonDesk } from '../comparisonDesk.ts';
import { type FolderPrompt, filledPrompt, promptsIn } from '../folderPrompts.ts';
import { RunDesk } from '../runDesk.ts';
import { SpendingAccount } from '../spendingAccount.ts';
import { storageOf } from '../storageOf.ts';
import type { Carries } from '../toolWork.ts';
import { checkFile } from './checkFile.ts';
import { compareVersions } from './compareVersions.ts';
import { estimateRun } from './estimateRun.ts';
import { improvePrompt } from './improvePrompt.ts';
import { listPrompts } from './listPrompts.ts';
import { proposeCases } from './proposeCases.ts';
import { readResults } from './readResults.ts';
import { runEvals } from './runEvals.ts';
import { runPrompt } from './runPrompt.ts';
import { stopRun } from './stopRun.ts';

type Answer = (means: AgentMeans, given: unknown, call: AgentCall) => Promise<object>;

/** A tool that is missing here does not compile. */
const answers: Readonly<Record<AgentToolName, Answer>> = {
  list_prompts: answerOf(listPromptsTool, listPrompts),
  check_file: answerOf(checkFileTool, checkFile),
  estimate_run: answerOf(estimateRunTool, estimateRun),
  run_evals: answerOf(runEvalsTool, runEvals),
  read_results: answerOf(readResultsTool, readResults),
  compare_versions: answerOf(compareVersionsTool, compareVersions),
  run_prompt: answerOf(runPromptTool, runPrompt),
  improve_prompt: answerOf(improvePromptTool, improvePrompt),
  propose_cases: answerOf(proposeCasesTool, proposeCases),
  stop_run: answerOf(stopRunTool, stopRun),
};

function answerOf<const Tool extends AgentTool>(tool: Tool, work: Carries<Tool>): Answer {
  return async (means, given, call) => work(means, readArguments<Tool['input']>(tool.input, given), call);
}

const mostRecent = 20;

/** A run as clients list it. */
export interface RecentRun {
  readonly run: string;
  /** The suite or prompt. */
  readonly file: string;
  readonly end: string;
}

/**
 * Carries the tools out for one workspace folder. Every door calls it with what the agent gave, unchecked. It has to be disposed of, which
 * ends what is under way.
 */
export class AgentDesk {
  readonly #means: AgentMeans;
  readonly #counter: TokenCounter;

  constructor(context: AgentContext) {
    this.#counter = new TokenCounter({ workerFile: path.join(context.distFolder, 'tokens.js') });
    const runs = new RunDesk();
    const account = new SpendingAccount(context.accountFolder, context.engine().environment.clock);
    this.#means = { context, account, runs, comparisons: new ComparisonDesk(runs), counter: this.#counter };
  }

  /** The tools that there are now: in a folder that may not run anything, only those that read. */
  tools(): readonly AgentTool[] {
    return toolsFor({ mayRun: this.#means.context.mayRun() });
  }

  /**
   * Carries a tool out and gives what fits its output schema. Throws `PolypromptError`, whose hint says what to do next, and
   * `ConsentNeeded`.
   */
  async call(name: string, given: unknown, call: AgentCall): Promise<object> {
    const tool = agentTools.find((each) => each.name === name);
    if (!tool)
      throw new PolypromptError('invalid-arguments', 'There is no such tool.', {
        hint: `There are: ${this.tools()
          .map((each) => each.name)
          .join(', ')}.`,
      });
    if (!tool.isReadOnly && !this.#means.context.mayRun())
      throw new PolypromptError('untrusted-workspace', 'Models may not be asked here: the tools only read.', {
        hint: 'Only the user can change that: by trusting the folder, or by starting the server without --read-only.',
      });
    return answers[tool.name](this.#means, given, call);
  }

  /** The prompt files of the folder, for clients that show them to people. */
  prompts(): Promise<readonly FolderPrompt[]> {
    return promptsIn(this.#means.context.folder);
  }

  /** A prompt file with values for its variables as a person has typed them. */
  prompt(file: string, typed: Readonly<Record<string, string>>): Promise<LoadedPrompt> {
    return filledPrompt(this.#means.context.folder, file, typed);
  }

  /** The newest runs. */
  recentRuns(): readonly RecentRun[] {
    const storage = storageOf(this.#means.context.folder);
    const runs = new RunHistory({ keptCells: 0 }).list(storage, { limit: mostRecent });
    return runs.map((state) => ({ run: state.runId, file: state.prompt, end: runEndOf(storage, state) }));
  }

  async dispose(): Promise<void> {
    await this.#means.runs.dispose();
    await this.#counter.dispose();
  }
}
