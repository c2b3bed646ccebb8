import { html, nothing, type TemplateResult } from 'lit';
import { counted } from '../../../core/text/formatCount.ts';
import { shownAnswer } from '../../panel/column.ts';
import { icon } from '../../panel/view/icon.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import type { CompareContext } from '../state/compareContext.ts';
import { type FollowUp, followUpOf, isConversation } from '../state/followUp.ts';

/** The line below the columns: what is asked further, of all of them or of one, each in its own conversation. */
export function followUpLine(context: CompareContext): TemplateResult | typeof nothing {
  if (!context.state.run) return nothing;
  const followUp = followUpOf(context);
  const { obstacle } = followUp;
  const name = askedName(context, followUp);
  return html`<form class="follow-up" aria-label="Follow-up" @submit=${(event: Event) => submit(event, context, followUp)}>
    <textarea
      id="follow-up"
      rows="1"
      dir="auto"
      aria-label="Ask ${name} further"
      placeholder=${obstacle ?? `Ask ${name} further`}
      title=${obstacle ?? ''}
      ?disabled=${obstacle !== undefined}
      .value=${context.preferences.followUp}
      @input=${({ currentTarget }: Event) => currentTarget instanceof HTMLTextAreaElement && context.prefer({ followUp: currentTarget.value })}
      @keydown=${(event: KeyboardEvent) => sendByKey(event, context, followUp)}
    ></textarea>
    <button
      type="submit"
      class="action text"
      title=${obstacle ?? 'Enter sends, Shift+Enter begins a new line.'}
      ?disabled=${obstacle !== undefined}
    >
      ${icon('send')}${context.askingOf === undefined ? 'Ask All' : `Ask ${name}`}
    </button>
    ${context.askingOf === undefined ? nothing : iconButton({ icon: 'close', label: 'Ask All Again', onClick: () => context.askFurther(undefined) })}
    ${keepButton(context)}
  </form>`;
}

/** `all`, `3 of 4 columns`, or the label of one. */
function askedName({ columns, askingOf }: CompareContext, followUp: FollowUp): string {
  if (askingOf !== undefined) return columns.find(({ target }) => target === askingOf)?.label ?? 'it';
  const { length } = followUp.columns;
  return length === columns.length || length === 0 ? 'all' : `${length} of ${counted(columns.length, 'column')}`;
}

function keepButton({ columns, askingOf, post }: CompareContext): TemplateResult | typeof nothing {
  const talks = columns.filter(({ cell }) => isConversation(cell));
  const kept = talks.find(({ target }) => target === askingOf) ?? talks.find(({ isBase }) => isBase) ?? talks[0];
  if (!kept) return nothing;
  const { label } = kept;
  return html`<button
    type="button"
    class="action text"
    title="Writes your questions, and the results that you gave in the column of ${label}, into a suite as a case"
    @click=${() => post({ type: 'keep-conversation', ...shownAnswer(kept) })}
  >
    ${icon('beaker')}Keep as Case
  </button>`;
}

function submit(event: Event, context: CompareContext, followUp: FollowUp): void {
  event.preventDefault();
  ask(context, followUp);
}

function sendByKey(event: KeyboardEvent, context: CompareContext, followUp: FollowUp): void {
  if (event.key === 'Escape') context.askFurther(undefined);
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  ask(context, followUp);
}

/** The text stays until it has been asked: the host may first want to know whether it may cost that much. */
function ask({ preferences, post }: CompareContext, { columns, obstacle }: FollowUp): void {
  const text = preferences.followUp.trim();
  if (text === '' || obstacle !== undefined) return;
  post({ type: 'follow-up', targets: columns.map(({ target }) => target), text });
}
