import { html, nothing, type TemplateResult } from 'lit';
import { counted } from '../../../core/text/formatCount.ts';
import { isBusy } from '../../panel/column.ts';
import { diffChoice } from '../../panel/view/diffChoice.ts';
import { icon } from '../../panel/view/icon.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { viewToggle } from '../../panel/view/viewToggle.ts';
import { hiddenColumns } from '../state/columns.ts';
import type { CompareContext } from '../state/compareContext.ts';
import { caseChoice } from './caseChoice.ts';
import { repeatChoice } from './repeatChoice.ts';

/** The row on top: run and stop, what is run, and how the answers are shown. */
export function toolbar(context: CompareContext): TemplateResult {
  const { state, preferences, columns, prefer } = context;
  const modelCount = state.setup?.models.length ?? 0;
  return html`<div class="toolbar" role="toolbar" aria-label="Run and view">
    <div class="toolbar-group">
      ${runOrStop(context)}
      <button type="button" class="action text" @click=${() => context.post({ type: 'choose-models' })}>
        ${icon('chip')}Models (${modelCount})
      </button>
      ${kindsButton(context)} ${repeatChoice(context)} ${caseChoice(context)}
      <span class="estimate">${state.setup?.estimate ?? ''}</span>
    </div>
    <div class="toolbar-group end">
      ${columns.length > 1 && state.run ? diffChoice(context) : nothing}
      ${viewToggle(context)}
      ${hiddenNotice(context)}
      ${iconButton({
        icon: 'history',
        label: 'Show Earlier Runs',
        isPressed: preferences.historyShown,
        onClick: () => prefer({ historyShown: !preferences.historyShown }),
      })}
      ${iconButton({
        icon: 'keyboard',
        label: 'Show Keys (?)',
        isPressed: context.isHelpShown,
        onClick: () => context.showHelp(!context.isHelpShown),
      })}
    </div>
  </div>`;
}

function runOrStop({ state, columns, run, post }: CompareContext): TemplateResult {
  if (state.run?.status === 'running' || columns.some(isBusy)) {
    return html`<vscode-button class="run" secondary icon="debug-stop" @click=${() => post({ type: 'stop' })}>Stop</vscode-button>`;
  }
  return html`<vscode-button class="run" icon="play" ?secondary=${!state.run} @click=${run}>Run</vscode-button>`;
}

/** The way to columns for other versions of the prompt and other settings, and how many there are of each. */
function kindsButton({ state, post }: CompareContext): TemplateResult {
  const { versions = 1, settings = 1 } = state.setup?.kinds ?? {};
  const counts = [
    ...(versions > 1 ? [counted(versions, 'version')] : []),
    ...(settings > 1 ? [counted(settings, 'setting')] : []),
  ];
  return html`<button
    type="button"
    class="action ${counts.length > 0 ? 'text' : ''}"
    title="Choose versions of the prompt and settings: each gets a column for each model"
    aria-label=${['Versions and settings', ...counts].join(', ')}
    @click=${() => post({ type: 'choose-columns' })}
  >
    ${icon('versions')}${counts.join(' · ')}
  </button>`;
}

function hiddenNotice({ state, preferences, prefer }: CompareContext): TemplateResult | typeof nothing {
  const hidden = hiddenColumns(state, preferences);
  if (hidden.length === 0) return nothing;
  return html`<button
    type="button"
    class="action text"
    title=${`Show ${hidden.map((column) => column.label).join(', ')}`}
    @click=${() => prefer({ hidden: [] })}
  >
    ${icon('eye')}${hidden.length} hidden
  </button>`;
}
