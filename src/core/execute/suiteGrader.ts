import type { Check, EvalCase, Suite } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { compareAnswers } from '../grading/compareAnswers.ts';
import { type GradingOptions, gradeAnswer } from '../grading/gradeAnswer.ts';
import type { GradingPorts, ScriptPorts } from '../grading/grader.ts';
import { judgementsIn } from '../grading/judgements.ts';
import { runScript, scriptContext } from '../grading/script.ts';
import { talkText } from '../grading/talkText.ts';
import type { AnswerVerdict, GradedAnswer, Judge } from '../grading/verdict.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message } from '../messages.ts';
import { answerDigest } from '../people/answerDigest.ts';
import type { SaidByPeople } from '../people/saidByPeople.ts';
import { comparedRows } from '../plan/comparedRows.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import { outputOf, outputText } from '../run/answerOutput.ts';
import { answersByTurn } from '../run/answersByTurn.ts';
import type { CellGrading, ComparedRow, JudgedAnswer, StateOf } from '../run/cellGrading.ts';
import { userTurns } from '../run/conversation.ts';
import type { CellResult, PlannedCell } from '../run/events.ts';
import { allCallsOf, messagesOfRound, transcriptOf } from '../run/round.ts';
import type { RunState } from '../run/state.ts';
import { counted } from '../text/formatCount.ts';
import { CellPrompts } from './cellPrompts.ts';
import { namedTargets, seatAnswers } from './seatAnswers.ts';

export interface SuiteGraderPorts extends Pick<GradingPorts, keyof ScriptPorts | 'judgements'> {
  /** What people say of the suite's answers; nothing where it is absent. */
  readonly people?: SaidByPeople;
}

/** Grades the answers of a planned suite by their cases' checks. A check that depends on a script which must not run is ungraded. */
export class SuiteGrader implements CellGrading {
  readonly #suite: Suite;
  readonly #planned: SuitePlan;
  /** The ways in which its scripts run, and the judgements that are known. */
  readonly ports: SuiteGraderPorts;
  readonly #prompts: CellPrompts;
  /** True when any case has a check: a case without one then stands out. */
  readonly #hasChecks: boolean;
  #rows: ReadonlyMap<string, ComparedRow> | undefined;

  constructor(suite: Suite, planned: SuitePlan, ports: SuiteGraderPorts) {
    this.#suite = suite;
    this.#planned = planned;
    this.ports = ports;
    this.#prompts = new CellPrompts(planned, ports);
    this.#hasChecks = suite.cases.some(({ checks }) => checks.length > 0);
  }

  withoutJudges({ cells }: RunState): SuiteGrader {
    const verdicts = Object.values(cells).flatMap(({ verdict }) => (verdict ? [verdict] : []));
    return new SuiteGrader(this.#suite, this.#planned, { ...this.ports, judgements: judgementsIn(verdicts) });
  }

  async prepare(cell: PlannedCell, state: StateOf): Promise<readonly Message[]> {
    return (await this.#prompts.of(cell, state)).messages;
  }

  async grade(cell: PlannedCell, result: CellResult, judge: Judge, state: StateOf): Promise<AnswerVerdict> {
    const testCase = this.#rowOf(cell);
    const unsaid = unsaidTurns(cell, result);
    if (unsaid !== undefined) return { outcome: 'error', score: 0, reason: unsaid, namedScores: {}, checks: [] };
    const answer = await this.answerOf(cell, result, state);
    const looksAtTurns = testCase.checks.some(({ turn }) => turn !== undefined);
    const turns = looksAtTurns ? await this.#answersToTurns(cell, result, state) : undefined;
    const options: GradingOptions = {
      ...this.#portsFor(testCase, judge),
      ...this.#peopleOn(cell, result),
      ...defined({ turns }),
      ...(testCase.threshold === undefined ? {} : { threshold: testCase.threshold }),
    };
    const verdict = await gradeAnswer(answer, testCase.checks, options);
    return testCase.checks.length === 0 && this.#hasChecks ? { ...verdict, isUnchecked: true } : verdict;
  }

  #answersToTurns(cell: PlannedCell, result: CellResult, state: StateOf): Promise<GradedAnswer[]> {
    return Promise.all(answersByTurn(result).map((answer) => this.answerOf(cell, answer, state)));
  }

  rowOf(cell: PlannedCell): ComparedRow | undefined {
    this.#rows ??= comparedRows(this.#planned);
    return this.#rows.get(cell.id);
  }

  async compare(answers: readonly JudgedAnswer[], judge: Judge, state: StateOf): Promise<readonly AnswerVerdict[]> {
    const graded = await Promise.all(
      answers.map(async ({ cell, result, verdict }) => ({
        cell,
        verdict,
        answer: await this.answerOf(cell, result, state),
      })),
    );
    const seated = seatAnswers(graded, this.#planned);
    const verdicts = new Map<string, AnswerVerdict>();
    // Where two versions run, a row holds the answers of both, and each version is compared by itself.
    for (const own of Map.groupBy(seated, ({ cell }) => this.#rowOf(cell).id).values()) {
      const [first] = own;
      if (!first) continue;
      const testCase = this.#rowOf(first.cell);
      const ports = { ...this.#portsFor(testCase, judge), targets: namedTargets(this.#planned) };
      const compared = await compareAnswers(own, testCase.checks, ports);
      for (const [index, { cell }] of own.entries()) {
        const verdict = compared[index];
        if (verdict) verdicts.set(cell.id, verdict);
      }
    }
    return answers.map(({ cell, verdict }) => verdicts.get(cell.id) ?? verdict);
  }

  #rowOf(cell: PlannedCell): EvalCase {
    const testCase = this.#planned.caseOf.get(cell.id);
    if (testCase) return testCase;
    throw new PolypromptError('invalid-check', 'The suite does not have this case any more.', {
      hint: 'Run the suite anew.',
    });
  }

  /** What people say of this answer. The digest is made only where a check asks for it. */
  #peopleOn({ caseId, target, inputs }: PlannedCell, result: CellResult): Pick<GradingPorts, 'people'> {
    const { people } = this.ports;
    if (!people) return {};
    const digest = () => answerDigest(inputs, outputText({ text: result.answer, toolCalls: result.toolCalls }));
    return { people: (criterion) => people.of({ digest: digest(), caseId, target, ...defined({ criterion }) }) };
  }

  #portsFor(testCase: EvalCase, judge: Judge): GradingPorts {
    const defaultJudge = testCase.options.judge ?? this.#suite.judge;
    const { embedder } = this.#suite;
    const { people: _people, ...ports } = this.ports;
    return {
      judge,
      options: { ...defined({ embedder }), ...testCase.options },
      ...ports,
      ...(defaultJudge === undefined ? {} : { defaultJudge }),
    };
  }

  /** The answer as checks see it: after the suite's transforms, in promptfoo's order. An error of a transform leaves the row ungraded. */
  async answerOf(cell: PlannedCell, result: CellResult, state: StateOf): Promise<GradedAnswer> {
    const testCase = this.#rowOf(cell);
    const { providedOutput, metadata } = testCase;
    const { vars, text, messages } = await this.#prompts.of(cell, state);
    const target = this.#suite.targets.find(({ id }) => id === cell.target);
    let answer: GradedAnswer = {
      output: providedOutput ?? outputFor(testCase, result, messages),
      vars,
      prompt: text,
      messages,
      metadata,
      test: testOf(testCase),
      provider: { id: target?.model ?? cell.target, label: cell.target },
      ...(providedOutput === undefined ? saidIn(cell, result) : {}),
      ...(result.logProbs ? { logProbs: result.logProbs } : {}),
      finishReason: result.finishReason,
      ...(result.rawFinishReason === null ? {} : { rawFinishReason: result.rawFinishReason }),
      ...defined({ tools: (cell.parameters ?? target?.parameters)?.tools }),
      ...(result.cost ? { cost: result.cost.amount } : {}),
      ...(result.cached || result.batch ? {} : latencyOf(result)),
    };
    for (const code of this.#planned.transformsOf.get(cell.id) ?? []) {
      const output = await runScript(code, { output: answer.output, context: scriptContext(answer) }, this.ports);
      answer = { ...answer, output };
    }
    return answer;
  }
}

/** What checks look at: the last answer, or the whole conversation where promptfoo has that as the output. */
function outputFor({ simulatedUser }: EvalCase, result: CellResult, messages: readonly Message[]): JsonValue {
  if (!simulatedUser?.isGradedWhole) return outputOf({ text: result.answer, toolCalls: result.toolCalls });
  return talkText([...messages, ...transcriptOf(result, result.model)]);
}

/** What the model said and called on its way; of an answer that the suite brings, nobody knows that. */
function saidIn({ loop }: PlannedCell, result: CellResult): Pick<GradedAnswer, 'toolCalls' | 'said' | 'turns'> {
  const { rounds = [], model } = result;
  const toolCalls = allCallsOf(result);
  // Where the results are the answer, the model has said nothing after them.
  if (loop?.endsWithResults && rounds.length > 0)
    return { toolCalls, said: rounds.flatMap((round) => messagesOfRound(round, model)), turns: rounds.length };
  return { toolCalls, said: transcriptOf(result, model), turns: rounds.length + 1 };
}

/** Why a conversation ended before its user had said everything, so that its checks would look at another one; undefined for a whole one. */
function unsaidTurns(
  { conversation }: PlannedCell,
  { rounds = [], toolCalls, finishReason }: CellResult,
): string | undefined {
  if (conversation?.type !== 'turns') return undefined;
  const said = userTurns(rounds);
  if (said >= conversation.turns.length) return undefined;
  const [call] = toolCalls;
  const cause = call
    ? `the model called ${call.name}, and nothing answers its calls`
    : `it ended with "${finishReason}"`;
  return `Only ${said} of ${counted(conversation.turns.length, 'turn')} could be said: ${cause}.`;
}

function latencyOf({ timing }: CellResult): Pick<GradedAnswer, 'latencyMs' | 'latencyAtOnce'> {
  return { latencyMs: timing.totalMs, ...defined({ latencyAtOnce: timing.atOnce }) };
}

/** A case in the form that promptfoo's scripts expect. */
function testOf({ description, metadata, threshold, checks }: EvalCase): JsonObject {
  const assert = checks.map((check) =>
    defined({ type: typeOf(check), threshold: check.threshold, metric: check.metric, ...givenValue(check) }),
  );
  return { ...defined({ description, threshold }), metadata, assert };
}

function typeOf(check: Check): string {
  return 'negated' in check && check.negated ? `not-${check.type}` : check.type;
}

function givenValue(check: Check): { readonly value?: JsonValue } {
  return 'value' in check && check.value !== undefined ? { value: check.value } : {};
}
