import { html, nothing, type TemplateResult } from 'lit';
import type { PersonMark } from '../../../core/people/personMark.ts';
import type { PersonVerdict } from '../../../core/people/verdictLines.ts';
import { iconButton } from './iconButton.ts';
import { marked } from './marked.ts';

export const verdictChoices: readonly {
  readonly verdict: PersonVerdict;
  readonly icon: string;
  readonly label: string;
}[] = [
  { verdict: 'pass', icon: 'thumbsup', label: 'Pass (p)' },
  { verdict: 'fail', icon: 'thumbsdown', label: 'Fail (f)' },
  { verdict: 'unsure', icon: 'question', label: 'Unsure (u)' },
];

interface VerdictWishes {
  /** What the reader has said of the answer. */
  readonly own: PersonMark | undefined;
  judge(verdict: PersonVerdict | null): void;
  note(): void;
}

/** The buttons with which the reader says what they think of an answer; the one that is pressed takes it back. */
export function verdictButtons({ own, judge, note }: VerdictWishes): TemplateResult {
  return html`${verdictChoices.map(({ verdict, icon, label }) =>
    iconButton({
      icon,
      label,
      isPressed: own?.verdict === verdict,
      onClick: () => judge(own?.verdict === verdict ? null : verdict),
    }),
  )}${own ? iconButton({ icon: 'note', label: 'Note (n)', onClick: note }) : nothing}`;
}

/** What people say of an answer, each with the name. */
export function verdictMarks(marks: readonly PersonMark[]): TemplateResult {
  return html`<span class="people-marks">${marks.map(markText)}</span>`;
}

function markText({ by, verdict, criterion, note }: PersonMark): TemplateResult {
  return html`<span class="person-mark"><strong>${marked(by)}</strong>: ${verdict}${criterion === undefined ? nothing : html` by “${marked(criterion)}”`}${note === undefined ? nothing : html`, ${marked(note)}`}</span>`;
}
