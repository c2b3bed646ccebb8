/** One wording of the prompt: the file as it was, or with the body that a reflection proposed. */
export interface Wording {
  /** 0 is the start; others are numbered as they were proposed. -1 is the old prompt of a port, which its old model is asked. */
  readonly number: number;
  /** The text of the whole file. */
  readonly text: string;
}

/** What rows are asked for: the old prompt on the old model of a port, the start, the heats of an edit, lines that may go, examples, and the held-out rows at the end. */
export type Phase = 'promise' | 'start' | 'shown' | 'working' | 'choosing' | 'trim' | 'examples' | 'proof';

/** Why a proposal was dropped, or that it was kept. */
export type Fate =
  | 'kept'
  | 'no-answer'
  | 'no-change'
  | 'no-form'
  | 'repeated'
  | 'template'
  | 'frontmatter'
  | 'copies-row'
  | 'expected-value'
  | 'new-link'
  | 'hidden-character'
  | 'too-long'
  | 'mends-nothing'
  | 'no-better'
  | 'worse-elsewhere';

/** An edit that every check without a call has let through, before rows are asked. */
export interface ProposedEdit {
  /** The number of its reflection, from 1; without reflections, of the proposal. */
  readonly number: number;
  /** The number of the wording, where there is one. */
  readonly wording?: number;
  /** The cause that the model names, in one sentence; empty where it names none. */
  readonly cause: string;
  /** The text of the whole file with the edit. */
  readonly text?: string;
}

/** One proposal and what became of it. */
export interface ProposalNote extends ProposedEdit {
  readonly fate: Fate;
  /** One sentence: why the fate. */
  readonly reason: string;
  readonly fixed: number;
  readonly broke: number;
}
