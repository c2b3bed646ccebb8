import type { EvalCase, Suite, SuitePrompt, SuiteTarget } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { withLateMessages } from '../lateMessages.ts';
import type { Message } from '../messages.ts';
import { caseKey, distinct } from '../run/cellIdentity.ts';
import type { Conversation } from '../run/conversation.ts';
import type { PlannedCell, RunPlan, Target } from '../run/events.ts';
import { formatCount } from '../text/formatCount.ts';
import type { Problem } from '../text/problem.ts';
import type { ToolLoop } from '../tools/toolSettings.ts';
import { AnswerSources, afterOf, isMadeByScript, type PromptSources } from './answerSources.ts';
import { conversationOf } from './conversationOf.ts';
import { needsLogProbs } from './logProbChecks.ts';
import { planCell } from './plan.ts';
import { PreferenceProblems } from './preferenceProblems.ts';
import { RenderedRow } from './renderedRow.ts';
import { renderedSettings } from './renderedSettings.ts';
import { serversOf, withServerTools } from './serversOf.ts';
import { toolLoopOf } from './toolLoopOf.ts';
import { UnknownChecks } from './unknownChecks.ts';
import { UnknownTools } from './unknownTools.ts';

export interface SuitePlanOptions {
  readonly runId: string;
  readonly promptVersion: string;
  /** The name of the run: the suite's path in its workspace folder. */
  readonly name: string;
  /** Models (`provider/model`) in place of the suite's own targets. */
  readonly models?: readonly string[];
  readonly repeat?: number;
  /** True for one of two versions that run together, so that checks may compare with HEAD. */
  readonly hasOlderVersion?: boolean;
  /** True where the plan is not run, and MCP servers of which nothing is known are left out of it. */
  readonly isOutlook?: boolean;
  /** True for the cases to plan; all when absent. */
  readonly includes?: (testCase: EvalCase) => boolean;
}

/** A suite as a run: its cells, the case of each, and the cases that could not be planned. */
export interface SuitePlan {
  readonly plan: RunPlan;
  readonly caseOf: ReadonlyMap<string, EvalCase>;
  readonly promptOf: ReadonlyMap<string, SuitePrompt>;
  /** The earlier answers for the cells whose prompts are made of such. */
  readonly sourcesOf: ReadonlyMap<string, PromptSources>;
  /** Scripts that change the answer of a cell before it is checked or stored, in their order; most cells have none. */
  readonly transformsOf: ReadonlyMap<string, readonly string[]>;
  /** The cell of the older version for each cell that a check compares with it; absent where only one version runs. */
  readonly baseOf?: ReadonlyMap<string, string>;
  /** Cases whose prompt cannot be rendered, at their place; the plan does not have their cells. */
  readonly problems: readonly (Problem & { readonly file: string })[];
}

/** Plans cases x prompts x targets x repeats. Nothing is sent; a case that cannot be rendered is a problem and stops no other. */
export function planSuite(suite: Suite, options: SuitePlanOptions): SuitePlan {
  const planner = new SuitePlanner(suite, options);
  for (const testCase of planner.cases) planner.add(testCase);
  return planner.finish();
}

/** The number of rows that are planned before other work gets a turn, which takes a few milliseconds. */
const casesAtOnce = 100;

/** Makes the same plan with a pause now and then, for suites so large that an editor would freeze. */
export async function planSuiteInSlices(
  suite: Suite,
  options: SuitePlanOptions,
  pause: () => Promise<void>,
): Promise<SuitePlan> {
  const planner = new SuitePlanner(suite, options);
  for (const [index, testCase] of planner.cases.entries()) {
    planner.add(testCase);
    if (index % casesAtOnce === casesAtOnce - 1) await pause();
  }
  return planner.finish();
}

/** A suite's settings of a model for one case. */
interface Settings {
  readonly target: Target['parameters'];
  readonly testCase: Target['parameters'];
}

/** What is sent with a cell's messages, and how its calls are answered. */
interface CellSettings extends Settings {
  readonly parameters: Target['parameters'];
  readonly loop: ToolLoop | undefined;
  readonly conversation: Conversation | undefined;
}

/** A case under a prompt on a model. */
interface AskedCase {
  readonly testCase: EvalCase;
  readonly prompt: SuitePrompt;
  readonly target: SuiteTarget;
}

interface PlannedWork extends AskedCase {
  readonly row: RenderedRow;
  readonly settings: CellSettings;
  readonly planned: Parameters<typeof planCell>[0];
}

/** The most cells of which a plan holds the messages. Those of a larger one are rendered when they are asked for, which takes more time. */
const mostHeld = 20_000;

/** The most cells of one run: more would fill the memory before anything is asked. */
const mostCells = 500_000;

class SuitePlanner {
  /** The cases that are to be planned; empty where their cells would be too many. */
  readonly cases: readonly EvalCase[];
  readonly #suite: Suite;
  readonly #options: SuitePlanOptions;
  readonly #targets: readonly SuiteTarget[];
  readonly #holdsMessages: boolean;
  readonly #cells = new Map<string, PlannedCell>();
  readonly #caseOf = new Map<string, EvalCase>();
  readonly #promptOf = new Map<string, SuitePrompt>();
  readonly #transformsOf = new Map<string, readonly string[]>();
  readonly #sources = new AnswerSources();
  readonly #unknownChecks = new UnknownChecks();
  readonly #unknownTools = new UnknownTools();
  readonly #preferences: PreferenceProblems;
  readonly #problems: (Problem & { readonly file: string })[] = [];

  constructor(suite: Suite, options: SuitePlanOptions) {
    this.#suite = suite;
    this.#options = options;
    this.#targets = options.models?.map((model) => ({ id: model, model, parameters: {} })) ?? suite.targets;
    this.#preferences = new PreferenceProblems(this.#targets, options.hasOlderVersion === true);
    const testCases = suite.cases.filter((testCase) => options.includes?.(testCase) !== false);
    const cells = this.#countCells(testCases);
    this.#holdsMessages = cells <= mostHeld;
    if (cells > mostCells) this.#nameTooMany(cells);
    this.cases = cells > mostCells ? [] : testCases;
  }

  /** The number of cells at most; the exact number, counted case by case, only where that may be too many. */
  #countCells(testCases: readonly EvalCase[]): number {
    const { prompts } = this.#suite;
    const repeats = this.#options.repeat ?? this.#suite.repeat;
    const most = testCases.length * prompts.length * this.#targets.length * repeats;
    if (most <= mostCells) return most;
    const chosen = testCases.map((testCase) =>
      prompts
        .filter((prompt) => !testCase.prompts || testCase.prompts.includes(prompt.label))
        .reduce((sum, prompt) => sum + this.#targetsFor(testCase, prompt).length, 0),
    );
    return repeats * chosen.reduce((sum, count) => sum + count, 0);
  }

  #nameTooMany(cells: number): void {
    const message = `This is ${formatCount(cells)} cells (cases, models and repeats); a run has ${formatCount(mostCells)} at most. Run parts of it with --filter, fewer models or fewer repeats.`;
    this.#problems.push({
      severity: 'error',
      code: 'too-many-cells',
      message,
      range: { start: 0, end: 0 },
      file: this.#suite.file,
    });
  }

  add(testCase: EvalCase): void {
    const before = this.#cells.size + this.#problems.length;
    this.#addCells(testCase);
    this.#unknownChecks.add(testCase);
    this.#preferences.add(testCase);
    const isAsked = this.#cells.size + this.#problems.length > before;
    if (!isAsked && this.#targets.length > 0 && this.#suite.prompts.length > 0) this.#nameUnasked(testCase);
  }

  /** Reports a case that no model answers, since it must not look as if it had passed. */
  #nameUnasked({ place }: EvalCase): void {
    const message = 'Its choice of prompts and models leaves nobody to answer this case, so it is not run.';
    this.#problems.push({ severity: 'error', code: 'unasked-case', message, range: place.range, file: place.file });
  }

  #addCells(testCase: EvalCase): void {
    for (const [index, prompt] of this.#suite.prompts.entries()) {
      if (testCase.prompts && !testCase.prompts.includes(prompt.label)) continue;
      // The same case under two prompts makes two rows.
      const promptIndex = this.#suite.prompts.length === 1 ? undefined : index;
      const caseId = caseKey(testCase.id, promptIndex);
      const byVariant = Map.groupBy(
        this.#targetsFor(testCase, prompt),
        ({ model }) => prompt.variantFor?.(model) ?? prompt,
      );
      if (byVariant.size === 0) this.#render(testCase, new RenderedRow(testCase, prompt), prompt);
      for (const [own, targets] of byVariant) {
        const row = new RenderedRow(testCase, own);
        const messages = this.#render(testCase, row, own);
        if (!messages) continue;
        for (const target of targets) {
          const settings = this.#settingsFor(testCase, own, target);
          if (!settings) continue;
          const { loop, conversation, parameters } = settings;
          const areKnown = this.#areToolsKnown({ testCase, prompt: own, target });
          this.#unknownTools.add(testCase, areKnown ? (parameters.tools ?? []) : undefined);
          const asked = { messages, ...defined({ loop, conversation }) };
          const planned = { caseId, promptIndex, inputs: testCase.vars, ...asked };
          this.#plan({ testCase, prompt: own, row, target, settings, planned });
        }
      }
    }
    this.#sources.store(testCase);
  }

  /** False where a script, the suite's own answer, or a server of which nothing is known yet brings the tools. */
  #areToolsKnown(work: AskedCase): boolean {
    const { testCase, prompt } = work;
    if (testCase.providedOutput !== undefined || isMadeByScript(testCase, prompt)) return false;
    const sources = this.#toolSources(work);
    return this.#options.isOutlook !== true || sources.every((source) => (source?.mcp ?? []).length === 0);
  }

  /** Where it may be said how calls are answered, the nearest first. */
  #toolSources({ testCase, prompt, target }: AskedCase) {
    return [testCase.tools, prompt.tools, target.tools, this.#suite.tools];
  }

  finish(): SuitePlan {
    const { runId, promptVersion, name } = this.#options;
    const targets = new Map<string, Target>();
    for (const target of this.#targets)
      targets.set(target.id, { id: target.id, model: target.model, parameters: target.parameters });
    const plan = {
      runId,
      prompt: name,
      promptVersion,
      kind: 'eval' as const,
      targets: [...targets.values()],
      cells: [...this.#cells.values()],
    };
    return {
      plan,
      caseOf: this.#caseOf,
      promptOf: this.#promptOf,
      transformsOf: this.#transformsOf,
      sourcesOf: this.#sources.all,
      problems: [
        ...this.#problems,
        ...this.#unknownChecks.problems,
        ...this.#unknownTools.problems,
        ...this.#preferences.problems,
      ],
    };
  }

  #render(testCase: EvalCase, row: RenderedRow, prompt: SuitePrompt): readonly Message[] | undefined {
    try {
      return row.messages();
    } catch (error) {
      if (!(error instanceof PolypromptError)) throw error;
      // Its variables are not all there yet, so the template is the best guess.
      if (isMadeByScript(testCase, prompt) || this.#sources.areIn(testCase, prompt)) return templateAsMessage(prompt);
      this.#nameUnrenderable(testCase, error);
      return undefined;
    }
  }

  /** The suite's settings of a model for a case, with its variables filled in. */
  #settingsFor(testCase: EvalCase, prompt: SuitePrompt, target: SuiteTarget): CellSettings | undefined {
    try {
      const settings = {
        target: renderedSettings(target.parameters, testCase.vars),
        testCase: renderedSettings(testCase.options.parameters ?? {}, testCase.vars),
      };
      const suite = this.#suite;
      const sources = this.#toolSources({ testCase, prompt, target });
      const servers =
        testCase.providedOutput === undefined
          ? serversOf(sources, suite.servers, { skipsUnknown: this.#options.isOutlook === true })
          : [];
      const parameters = withServerTools(parametersOf({ testCase, prompt, settings }), servers);
      const answering = { servers: servers.map(({ loop }) => loop), tools: parameters.tools };
      const loop = toolLoopOf({ case: testCase, prompt, suite, target, ...answering });
      return { ...settings, parameters, loop, conversation: conversationOf(testCase, this.#suite) };
    } catch (error) {
      if (!(error instanceof PolypromptError)) throw error;
      this.#nameUnrenderable(testCase, error);
      return undefined;
    }
  }

  #nameUnrenderable({ place }: EvalCase, { code, message }: PolypromptError): void {
    this.#problems.push({ severity: 'error', code, message, range: place.range, file: place.file });
  }

  #targetsFor(testCase: EvalCase, prompt: SuitePrompt): readonly SuiteTarget[] {
    // Models that replace the suite's own answer every case, since the models that a case chooses among are not there.
    const chosen = this.#options.models ? undefined : testCase.targets;
    return this.#targets.filter(
      (target) =>
        (chosen ? chosen.includes(target.id) : !target.isCaseOwn) &&
        (!target.prompts || target.prompts.includes(prompt.label)),
    );
  }

  #plan(work: PlannedWork): void {
    const { parameters } = work.settings;
    const target = { id: work.target.id, model: work.target.model, parameters };
    const repeats = this.#options.repeat ?? this.#suite.repeat;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const hasOwn =
        work.settings.target !== work.target.parameters ||
        needsLogProbs(work.testCase) ||
        work.settings.loop?.servers !== undefined ||
        [work.prompt.parameters, work.settings.testCase].some((own) => Object.keys(own).length > 0);
      const settings = hasOwn ? { parameters } : {};
      const column = { target: target.id, repeat };
      const late = this.#sources.of(work.testCase, work.prompt, column);
      const planned = { ...work.planned, ...basisOf(work, late, this.#suite.definitionOf?.(target.model)) };
      const { variant } = work.prompt;
      const extras = {
        ...settings,
        ...providedBy(work.testCase),
        ...(late ? { after: afterOf(late) } : {}),
        ...defined({ variant }),
      };
      const whole = distinct({ ...planCell(planned, target, repeat), ...extras }, this.#cells);
      // A cell whose prompt comes late has its best guess, which is perhaps no rendering.
      const cell = this.#holdsMessages || late ? whole : rendersLate(whole, work.row);
      this.#sources.add(cell, { testCase: work.testCase, prompt: work.prompt, late });
      this.#cells.set(cell.id, cell);
      this.#caseOf.set(cell.id, work.testCase);
      this.#promptOf.set(cell.id, work.prompt);
      const transforms = [work.target.transform, work.testCase.options.transform].filter((code) => code !== undefined);
      if (transforms.length > 0) this.#transformsOf.set(cell.id, transforms);
    }
  }
}

function rendersLate({ messages: _notHeld, ...cell }: PlannedCell, row: RenderedRow): PlannedCell {
  return withLateMessages(cell, row);
}

/** Everything else that makes a cell's answer and that its prompt does not show yet. */
function basisOf(
  {
    testCase: { options, varScripts, providedOutput },
    prompt: { script },
  }: { testCase: EvalCase; prompt: SuitePrompt },
  late: PromptSources | undefined,
  route: JsonObject | undefined,
): { readonly basis?: JsonObject } {
  const basis = {
    ...defined({ transformVars: options.transformVars, varScripts, script }),
    ...(late ? { after: [...afterOf(late)] } : {}),
    ...defined({ providedOutput, route }),
  };
  return Object.keys(basis).length === 0 ? {} : { basis };
}

function providedBy({ providedOutput }: EvalCase): { readonly provided?: string } {
  if (providedOutput === undefined) return {};
  return { provided: typeof providedOutput === 'string' ? providedOutput : JSON.stringify(providedOutput) };
}

function templateAsMessage(prompt: SuitePrompt): readonly Message[] {
  return [{ role: 'user', parts: [{ type: 'text', text: prompt.raw }] }];
}

/**
 * Joins the settings. A case's own go first. A model's go before those of a prompt file, and behind those that the suite gives a prompt.
 */
function parametersOf({
  testCase,
  prompt,
  settings,
}: {
  testCase: EvalCase;
  prompt: SuitePrompt;
  settings: Settings;
}): Target['parameters'] {
  const ordered = prompt.settingsGoFirst
    ? { ...settings.target, ...prompt.parameters }
    : { ...prompt.parameters, ...settings.target };
  return { ...ordered, ...settings.testCase, ...(needsLogProbs(testCase) ? { logProbs: true } : {}) };
}
