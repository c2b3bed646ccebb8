import type { TemplateResult } from 'lit';
import { outputText } from '../../../core/run/answerOutput.ts';
import { type Column, isBusy, otherSide, shownAnswer } from '../../panel/column.ts';
import { icon } from '../../panel/view/icon.ts';
import { type MenuItem, menuButton } from '../../panel/view/menuButton.ts';
import { moved } from '../state/columns.ts';
import type { CompareContext } from '../state/compareContext.ts';
import { canGoOn, isConversation } from '../state/followUp.ts';
import { hasSpoken } from '../state/keys.ts';
import { showAlone } from './modelChips.ts';

/** The menu of a column, behind its `...`. */
export function columnMenu(context: CompareContext, column: Column): TemplateResult {
  return menuButton({
    face: icon('ellipsis'),
    title: 'More Actions',
    label: `More actions for ${column.label}`,
    menuLabel: `Actions for ${column.label}`,
    isOpen: context.menuOf === column.target,
    show: (isShown) => context.openMenu(isShown ? column.target : undefined),
    items: menuItems(context, column),
  });
}

function menuItems(context: CompareContext, column: Column): readonly MenuItem[] {
  return [...runItems(context, column), ...arrangeItems(context, column), ...answerItems(context, column)];
}

function runItems(context: CompareContext, column: Column): readonly MenuItem[] {
  const { target, cell, isBase } = column;
  const { post, prefer, columns, askFurther } = context;
  return [
    {
      label: 'Use as Base',
      key: 'b',
      isOffered: !isBase && columns.length > 1,
      choose: () => prefer({ base: target }),
    },
    {
      label: 'Rerun',
      key: 'r',
      isOffered: cell !== undefined && !isBusy(column),
      choose: () => post({ type: 'rerun-target', target }),
    },
    {
      label: 'Ask Further...',
      isOffered: canGoOn(cell) && columns.length > 1,
      choose: () => askFurther(target),
    },
    { label: 'Stop', key: 's', isOffered: isBusy(column), choose: () => post({ type: 'stop-target', target }) },
  ];
}

function arrangeItems({ columns, preferences, post, prefer }: CompareContext, column: Column): readonly MenuItem[] {
  const { target, model } = column;
  const place = columns.findIndex((other) => other.target === target);
  const several = columns.length > 1;
  return [
    {
      label: 'Move Left',
      startsGroup: several,
      isOffered: place > 0,
      choose: () => prefer({ order: moved(columns, target, -1) }),
    },
    {
      label: 'Move Right',
      isOffered: place < columns.length - 1,
      choose: () => prefer({ order: moved(columns, target, 1) }),
    },
    {
      label: 'Show Alone',
      isOffered: several,
      choose: () => showAlone({ preferences, prefer }, columns, target),
    },
    { label: 'Hide', isOffered: several, choose: () => prefer({ hidden: [...preferences.hidden, target] }) },
    { label: 'Remove Model', isOffered: true, choose: () => post({ type: 'remove-model', model }) },
  ];
}

function answerItems({ columns, state, post }: CompareContext, column: Column): readonly MenuItem[] {
  const { target, cell, isSimulated } = column;
  const answer = shownAnswer(column);
  const hasText = cell !== undefined && outputText(cell) !== '';
  const other = otherSide(columns, column);
  const hasPrevious = state.previous?.targets.some((earlier) => earlier.id === target) ?? false;
  return [
    {
      label: `Open in Diff Editor with ${other?.label ?? ''}`,
      key: 'o',
      startsGroup: true,
      isOffered: hasSpoken(cell) && other !== undefined,
      choose: () => other && post({ type: 'open-diff', left: shownAnswer(other), right: answer }),
    },
    {
      label: 'Open in Diff Editor with Last Run',
      isOffered: hasSpoken(cell) && hasPrevious,
      choose: () => post({ type: 'open-diff', left: answer, right: 'previous-run' }),
    },
    {
      label: 'Copy Answer',
      startsGroup: true,
      isOffered: hasText,
      choose: () => post({ type: 'copy-answer', ...answer }),
    },
    { label: 'Save Answer...', isOffered: hasText, choose: () => post({ type: 'save-answer', ...answer }) },
    {
      label: 'Keep as Test Case...',
      isOffered: cell?.status === 'done' && hasText && !isConversation(cell),
      choose: () => post({ type: 'keep-answer', ...answer }),
    },
    {
      label: 'Keep Conversation as Case...',
      isOffered: isConversation(cell),
      choose: () => post({ type: 'keep-conversation', ...answer }),
    },
    {
      label: 'View Request',
      startsGroup: true,
      isOffered: cell !== undefined && !isSimulated,
      choose: () => post({ type: 'view-request', ...answer }),
    },
    {
      label: 'Copy as cURL',
      isOffered: cell !== undefined && !isSimulated,
      choose: () => post({ type: 'copy-curl', ...answer }),
    },
  ];
}
