import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import type { GateRule } from '../../core/gate/decideGate.ts';
import type { GateResult } from '../../core/gate/gateResult.ts';
import { defined } from '../../core/jsonRead.ts';
import { oneLine } from '../../core/plan/caseName.ts';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { type LaneWish, laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { counted } from '../../core/text/formatCount.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import type { GateContext, PlannedGate } from '../../node/gate/gateSuite.ts';
import { openVersions } from '../../node/gate/openVersions.ts';
import { readShard, runGate } from '../../node/gate/runGate.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { estimateWithHistory, guessingCounter } from '../../node/runs/suiteEstimate.ts';
import { modelsOfTiers } from '../../node/suites/modelsOfTiers.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { finishGate } from '../outputs/finishGate.ts';
import { gateFiles } from '../outputs/gateOutputs.ts';
import { followEval } from '../reporters/evalProgress.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { isGitHook, isReadAfterwards } from '../terminal/gitHook.ts';
import { tell } from '../terminal/terminal.ts';

export interface CheckOptions {
  readonly staged?: true;
  readonly model: readonly string[];
  readonly commit?: string;
  readonly against?: string;
  readonly failOn: GateRule;
  readonly threshold: number;
  readonly maxCost: number;
  readonly maxTime?: number;
  readonly allowIncomplete?: true;
  readonly hook?: true;
  readonly offline?: true;
  readonly repeat?: number;
  readonly concurrency?: number;
  readonly maxConcurrency?: number;
  readonly shard?: string;
  readonly output: readonly string[];
  readonly endpoint: readonly string[];
  readonly catalog?: string;
}

/**
 * Runs the gate and reports; the result is the exit code. In a hook, an error that keeps the gate from running says that it stopped the
 * commit.
 */
export async function check(options: CheckOptions): Promise<number> {
  try {
    return await gateAndReport(options);
  } catch (error) {
    if (!isGitHook()) throw error;
    const { code, message, hint } = toPolypromptError(error);
    throw new PolypromptError(code, `Polyprompt stopped this commit: ${message}`, { hint, cause: error });
  }
}

async function gateAndReport(options: CheckOptions): Promise<number> {
  const outputs = gateFiles(options.output);
  const shard = options.shard === undefined ? null : readShard(options.shard);
  const { staged = false, against, commit } = options;
  if (staged && commit !== undefined)
    throw new PolypromptError('invalid-arguments', '--staged and --commit name two versions.', {
      hint: 'Give one of them.',
    });
  const versions = await openVersions(process.cwd(), {
    staged,
    ...defined({ against, commit, offline: options.offline }),
  });
  const interrupt = new Interrupt();
  try {
    const cli = createContext(options);
    const models = await modelsOfTiers(cli, options.model, versions.repository.root);
    const context = gateContext(cli, { ...options, model: models }, interrupt);
    const result = await runGate({ ...context, shard }, versions, {
      maxCost: options.maxCost,
      ...(options.maxTime === undefined ? {} : { maxTimeMs: options.maxTime * 1000 }),
    });
    return finishGate({ result: interrupt.mark(result), outputs, allowIncomplete: false, ...options });
  } finally {
    versions.close();
  }
}

/**
 * Runs the gate for a pre-commit hook, which stops the commit for a verdict of the gate and for a mistake in a file, but not for a fault of
 * our own.
 */
export async function checkForHook(options: CheckOptions): Promise<number> {
  try {
    return (await check(options)) === exitCodes.done ? exitCodes.done : exitCodes.stopCommit;
  } catch (error) {
    const { code, message, hint } = toPolypromptError(error);
    tell(`${inOneLine(`${message} ${hint}`)}\n`);
    return code === 'internal' ? exitCodes.cannotStart : exitCodes.stopCommit;
  }
}

function gateContext(cli: CliContext, options: CheckOptions, interrupt: Interrupt): Omit<GateContext, 'shard'> {
  const { offline = false, concurrency, maxConcurrency, repeat } = options;
  const lanes = defined({ concurrency, maxConcurrency });
  return {
    ...cli,
    offline,
    modelsFor: () => options.model,
    distFolder: import.meta.dirname,
    allowScripts: true,
    lanes,
    ...defined({ repeat }),
    onPlan: async (work) => {
      if (!isReadAfterwards()) await tellEstimate(cli, work, lanes);
    },
    onSession: (session) => {
      interrupt.watch(session);
      if (isReadAfterwards()) return;
      const { clock } = cli.environment;
      followEval(session, { stream: process.stderr, clock, term: process.env['TERM'] ?? '' });
    },
    onStorageFailure: () => tell('The run cannot be recorded; it goes on without.\n'),
  };
}

async function tellEstimate({ catalog, registry }: CliContext, work: PlannedGate, wish: LaneWish): Promise<void> {
  const { suite, planned, name, cache, storage } = work;
  const lanes = laneLimits({ ...defined({ ofSuite: suite.concurrency }), ...wish });
  const known = { catalog, registry, cache, lanes, storage };
  const { estimate } = await estimateWithHistory(suite, planned, {
    ...known,
    history: new RunHistory(),
    counter: guessingCounter,
  });
  tell(`${oneLine(name)}: ${counted(estimate.cells, 'cell')}, ${formatSuiteEstimate(estimate)}\n`);
}

/** The first Ctrl-C stops the models and keeps their answers; a second one ends the process at once. */
class Interrupt {
  #session: RunSession | undefined;
  #isPressed = false;

  constructor() {
    process.on('SIGINT', () => {
      if (this.#isPressed) process.exit(exitCodes.interrupted);
      this.#isPressed = true;
      this.#session?.stop();
    });
  }

  watch(session: RunSession): void {
    this.#session = session;
    if (this.#isPressed) session.stop();
  }

  mark(result: GateResult): GateResult {
    return this.#isPressed ? { ...result, stopped: [...new Set([...result.stopped, 'interrupted' as const])] } : result;
  }
}
