import type { ImproveRow } from '../../../src/core/improve/improveRow.ts';
import { improveRows } from '../../../src/core/improve/improveRow.ts';
import { evalCase } from '../../support/evalCase.ts';

/** Rows whose input is a sentence of their own and whose answer is one of two labels. */
export function labelledRows(count: number): readonly ImproveRow[] {
  return improveRows(
    Array.from({ length: count }, (_, index) =>
      evalCase(`row ${index}`, {
        vars: { mail: `Mail ${index * 7919}: the ${words[index % words.length]} of order ${index * 104729} is gone.` },
        checks: [{ type: 'equals', negated: false, value: index % 3 === 0 ? 'delivery' : 'refund' }],
      }),
    ),
  );
}

const words = ['kettle', 'lamp', 'tent', 'desk', 'toaster', 'speaker', 'bicycle'];
