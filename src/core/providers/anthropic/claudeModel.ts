import { bareName } from '../contract/capabilities.ts';

/** The ways in which a Claude model may be asked to think. */
export type ClaudeThinking = 'none' | 'budget' | 'budget-or-adaptive' | 'adaptive' | 'always';

/** The settings that one Claude model takes; it answers 400 to others. */
export interface ClaudeModel {
  /** True for models that take temperature and similar settings, which they do only under API version 2023-06-01. */
  readonly takesSampling: boolean;
  readonly takesBothSamplers: boolean;
  /** The highest temperature that the model takes. */
  readonly temperatureLimit: number;
  readonly thinking: ClaudeThinking;
  readonly takesEffort: boolean;
  /** The setting that comes nearest to not thinking; undefined for a model that always thinks. */
  readonly thinkingOff: 'disabled' | 'between_tools' | undefined;
  readonly takesForcedTool: boolean;
  readonly takesPrefill: boolean;
  readonly takesSchema: boolean;
  /** The limit that is sent when the prompt states none, since the API insists on one. */
  readonly defaultLimit: number;
}

/**
 * The abilities of a model, read from its name: version 4.6 is the last that takes sampling settings, and 4.7 the first that thinks
 * adaptively only (https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking). A name without a family of Claude's is another
 * vendor's model, or one that a proxy has named; its server decides which sampling settings it takes.
 */
export function claudeModel(model: string): ClaudeModel {
  const name = bareName(model);
  const { family, version } = parseName(name);
  const isForeign = family === '';
  const isFixed = (family === 'opus' && version >= 5.5) || (family === 'fable' && version >= 5.1);
  return {
    takesSampling: isForeign || version <= 4.6,
    takesBothSamplers: isForeign || version < 4.1,
    temperatureLimit: isForeign ? 2 : 1,
    thinking: thinkingOf(family, version, isFixed),
    takesEffort: version >= 4.6 || (family === 'opus' && version >= 4.5),
    thinkingOff: isFixed ? undefined : family === 'sonnet' && version >= 5.5 ? 'between_tools' : 'disabled',
    takesForcedTool: !isFixed && !(family === 'sonnet' && version >= 5.5),
    takesPrefill: version < 4.6,
    takesSchema: version >= 4.5,
    defaultLimit: version >= 4.6 ? 16_000 : version < 3.5 ? 4096 : 8192,
  };
}

function thinkingOf(family: string, version: number, isFixed: boolean): ClaudeThinking {
  if (isFixed) return 'always';
  if (version >= 4.7) return 'adaptive';
  if (version >= 4.6) return family === 'haiku' ? 'budget' : 'budget-or-adaptive';
  return version >= 3.7 ? 'budget' : 'none';
}

/** Reads names such as `claude-haiku-4-5-20251001` and `claude-3-5-sonnet-latest`; a name without a version counts as version 5. */
function parseName(name: string): { readonly family: string; readonly version: number } {
  const current = /claude-([a-z]+)-(\d+)(?:[-.](\d{1,2})(?!\d))?/.exec(name);
  if (current) return { family: current[1] ?? '', version: Number(`${current[2]}.${current[3] ?? 0}`) };
  const older = /claude-(\d+)(?:[-.](\d{1,2}))?-([a-z]+)/.exec(name);
  if (older) return { family: older[3] ?? '', version: Number(`${older[1]}.${older[2] ?? 0}`) };
  const [, undated = ''] = /claude-(opus|sonnet|haiku|fable)\b/.exec(name) ?? [];
  return { family: undated, version: 5 };
}
