import { html, nothing, type TemplateResult } from 'lit';
import { type ResultFormat, resultFormats } from '../../../core/reports/resultFormats.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { icon } from '../../panel/view/icon.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { menuButton } from '../../panel/view/menuButton.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { runFigures, sizeOf } from '../state/matrixFigures.ts';
import { tasksName } from './taskPage.ts';

/** The row on top: what is shown, and what can be done with it. */
export function matrixToolbar(context: MatrixContext): TemplateResult {
  const { state } = context;
  return html`<div class="toolbar" role="toolbar" aria-label="Run and results">
    <div class="toolbar-group headline">${headline(context)}</div>
    ${
      state.setup?.isReport
        ? html`<div class="toolbar-group end">${figuresToggle(context)}</div>`
        : html`<div class="toolbar-group end">
            <span class="estimate">${isRunning(context) ? '' : (state.setup?.estimate ?? '')}</span>
            ${runButtons(context)} ${exportMenu(context)} ${toggles(context)}
          </div>`
    }
  </div>`;
}

function headline({ state, facts, now }: MatrixContext): TemplateResult {
  const { matrix, setup } = state;
  if (!matrix) return html`<span class="size">${marked(setup?.title ?? '')}</span>`;
  const progress =
    matrix.run.status === 'running' && facts ? `${formatCount(facts.ended)} of ${formatCount(facts.cells)} · ` : '';
  return html`${setup?.isReport ? html`<h1 class="size">${marked(setup.title)}</h1>` : nothing}
    <span class="size">${sizeOf(matrix)}</span>
    <span class="quiet run-figures">${progress}${runFigures(state, now)}</span>`;
}

function isRunning({ state }: MatrixContext): boolean {
  return state.matrix?.run.status === 'running';
}

function runButtons(context: MatrixContext): TemplateResult {
  const { state, facts, post } = context;
  if (isRunning(context))
    return html`<vscode-button class="run" secondary icon="debug-stop" @click=${() => post({ type: 'stop' })}>Stop</vscode-button>`;
  const rerun = html`<vscode-button secondary icon="debug-rerun" @click=${() => post({ type: 'run-failed' })}>Rerun Failed</vscode-button>`;
  const improve = iconButton({
    icon: 'sparkle',
    label: 'Improve Prompt...',
    onClick: () => post({ type: 'improve' }),
  });
  return html`<vscode-button class="run" icon="play" ?secondary=${state.matrix !== undefined} @click=${() => post({ type: 'run' })}>Run</vscode-button>
    ${facts && facts.failures > 0 ? html`${rerun} ${improve}` : nothing}`;
}

function exportMenu({ state, menuOf, openMenu, post }: MatrixContext): TemplateResult | typeof nothing {
  if (!state.matrix) return nothing;
  const formats: ResultFormat[] = ['html', 'json', 'jsonl', 'csv', 'xml', 'md'];
  return menuButton({
    face: html`${icon('export')}`,
    title: 'Export Results...',
    label: 'Export results',
    menuLabel: 'Formats',
    isOpen: menuOf === 'export',
    show: (isShown) => openMenu(isShown ? 'export' : undefined),
    items: formats.map((format) => ({
      label: `${resultFormats[format]}...`,
      isOffered: true,
      choose: () => post({ type: 'export', format }),
    })),
  });
}

function toggles(context: MatrixContext): TemplateResult {
  const { state, preferences, isHelpShown, prefer, showHelp, post } = context;
  return html`${iconButton({
    icon: 'comment',
    label: 'Show Answers in Cells',
    isPressed: preferences.answersShown,
    onClick: () => prefer({ answersShown: !preferences.answersShown }),
  })}
  ${
    state.matrix
      ? iconButton({
          icon: 'tag',
          label: "Use Today's Prices",
          isPressed: state.isAtTodaysPrices,
          onClick: () => post({ type: state.isAtTodaysPrices ? 'use-own-prices' : 'use-todays-prices' }),
        })
      : nothing
  }
  ${state.matrix ? iconButton({ icon: 'checklist', label: 'Review Answers', onClick: () => post({ type: 'review' }) }) : nothing}
  ${
    state.matrix && state.matrix.targets.length > 1
      ? iconButton({
          icon: 'split-horizontal',
          label: 'Choose Between Answers',
          onClick: () => post({ type: 'choose' }),
        })
      : nothing
  }
  ${figuresToggle(context)}
  ${
    state.lanes.length > 0
      ? iconButton({
          icon: 'dashboard',
          label: 'Show Limits',
          isPressed: preferences.limitsShown,
          onClick: () => prefer({ limitsShown: !preferences.limitsShown }),
        })
      : nothing
  }
  ${iconButton({
    icon: 'history',
    label: 'Show Earlier Runs',
    isPressed: preferences.historyShown,
    onClick: () => prefer({ historyShown: !preferences.historyShown }),
  })}
  ${iconButton({ icon: 'keyboard', label: 'Show Keys (?)', isPressed: isHelpShown, onClick: () => showHelp(!isHelpShown) })}`;
}

/** Shows the figures of classes, fields and preferences in place of the rows; nothing where there are none. */
function figuresToggle({ state, preferences, prefer }: MatrixContext): TemplateResult | typeof nothing {
  const figures = tasksName(state);
  if (figures === undefined) return nothing;
  return iconButton({
    icon: 'graph',
    label: `Show ${figures}`,
    isPressed: preferences.tasksShown,
    onClick: () => prefer({ tasksShown: !preferences.tasksShown }),
  });
}
