import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import type { RunPlan } from '../../src/core/run/events.ts';

/** The eval that is killed: each case has a prompt of its own, which the server gives back. */
export function killPlan(cells: number): RunPlan {
  return planRun({
    runId: '20260101-000000-kill',
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(['local/echo'], {}),
    cases: Array.from({ length: cells }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Say ${row}.` }] }],
    })),
  });
}

/** The same with cells that call a tool in each of these rounds but the last, and whose tool a rule answers. */
export function killLoopPlan(cells: number, rounds: number): RunPlan {
  const plan = killPlan(cells);
  const targets = plan.targets.map((target) => ({ ...target, parameters: { tools: [{ name: 'look' }] } }));
  const rule = { tool: 'look', answer: { type: 'result' as const, value: 'found' } };
  const loop = { rules: [rule], maxTurns: rounds };
  return { ...plan, targets, cells: plan.cells.map((cell) => ({ ...cell, loop })) };
}
