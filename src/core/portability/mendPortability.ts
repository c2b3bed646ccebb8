import { applyEdits } from '../text/applyEdits.ts';
import type { PortabilityFinding } from './portabilityFinding.ts';

/** A prompt file without the findings that can be mended. */
export interface MendedPrompt {
  readonly text: string;
  readonly mended: readonly PortabilityFinding[];
  /** Findings without a known mend. */
  readonly left: readonly PortabilityFinding[];
}

/** Mends what is known to be wrong with a prompt for a model: settings that it drops or clamps. Nothing is asked. */
export function mendPortability(text: string, findings: readonly PortabilityFinding[]): MendedPrompt {
  const mended = findings.filter(({ model, fix }) => model !== undefined && fix !== undefined);
  const left = findings.filter((finding) => finding.model !== undefined && !mended.includes(finding));
  return {
    text: applyEdits(
      text,
      mended.flatMap(({ fix }) => fix?.edits ?? []),
    ),
    mended,
    left,
  };
}
