import { html, nothing, type TemplateResult } from 'lit';
import type { CallReply } from '../../../core/run/callReply.ts';
import type { FormField } from '../../../protocol.ts';
import { type Column, shownAnswer } from '../../panel/column.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { CompareContext } from '../state/compareContext.ts';
import {
  type AwaitedResult,
  awaitedResult,
  canTakeUpCalls,
  draftKey,
  kindOfText,
  readResult,
} from '../state/resultDrafts.ts';
import { fieldControl } from './fieldControl.ts';

/** A call that waits for a person, in the column that made it. */
interface OpenForm {
  readonly context: CompareContext;
  readonly column: Column;
  readonly awaited: AwaitedResult;
  /** Unique on the page; the ids of its controls begin with it. */
  readonly id: string;
}

/** The form for the result that a column waits for: the tool's fields where its schema is known, else one text. */
export function resultForm(context: CompareContext, column: Column): TemplateResult | typeof nothing {
  const { run } = context.state;
  const awaited = run && column.cell && awaitedResult(run, column.cell);
  if (!awaited) return takeUp(context, column);
  const form: OpenForm = { context, column, awaited, id: `result-${context.columns.indexOf(column)}` };
  return html`<section class="result-form" aria-label="Result of ${awaited.call.name} for ${column.label}" @keydown=${(event: KeyboardEvent) => sendByKey(event, form)}>
    <p class="with-icon">${icon('question')}<span>${marked(awaited.call.name)} waits for its result from you.</span></p>
    ${awaited.fields.length === 0 ? wholeText(form) : awaited.fields.map((field, index) => fieldRow(form, field, index))}
    ${awaited.fields.length === 0 ? nothing : errorRow(form)} ${buttons(form)}
  </section>`;
}

/** The way to give results to calls that were the answer, because nothing is declared for them. */
function takeUp({ state, post }: CompareContext, column: Column): TemplateResult | typeof nothing {
  const { run, setup } = state;
  if (!run || !column.cell || !canTakeUpCalls(run, column.cell)) return nothing;
  return html`<p class="take-up">
    <vscode-button
      secondary
      ?disabled=${!setup?.trusted}
      title="Lets you say what these calls give back, and asks ${column.label} again with it"
      @click=${() => post({ type: 'take-up-calls', ...shownAnswer(column) })}
      >Give Results...</vscode-button
    >
  </p>`;
}

function wholeText(form: OpenForm): TemplateResult {
  const { context, awaited, id } = form;
  const text = context.preferences.results[awaited.key] ?? '';
  const fault = faultOf(form, '');
  return html`<div class="field">
    <label for=${id}>Result, as JSON or text</label>
    <textarea
      id=${id}
      rows="3"
      dir="auto"
      class="code"
      spellcheck="false"
      aria-invalid=${`${fault !== ''}`}
      aria-describedby="${id}-complaint"
      .value=${text}
      @input=${(event: Event) => write(form, awaited.key, textIn(event))}
    ></textarea>
    ${kindOfText(text) === 'broken-json' ? html`<span class="quiet">This is no whole JSON yet, so it is given as text.</span>` : nothing}
    ${complaint(id, fault)}
  </div>`;
}

function fieldRow(form: OpenForm, field: FormField, index: number): TemplateResult {
  const { context, awaited } = form;
  const id = `${form.id}-${index}`;
  const key = draftKey(awaited, field.name);
  const fault = faultOf(form, field.name);
  const text = context.preferences.results[key] ?? '';
  const isInvalid = fault !== '';
  return html`<div class="field">
    <label for=${id} title=${field.description ?? ''}
      >${marked(field.name)}${field.required ? html`<span class="required"> required</span>` : nothing}</label
    >
    ${fieldControl({ id, field, text, isInvalid, take: (typed) => write(form, key, typed) })} ${complaint(id, fault)}
  </div>`;
}

/** The words of an error: with fields, they have no other place. */
function errorRow(form: OpenForm): TemplateResult {
  const id = `${form.id}-error`;
  return html`<div class="field">
    <label for=${id}>Error, to give one instead</label>
    <textarea
      id=${id}
      rows="1"
      dir="auto"
      .value=${form.context.preferences.results[form.awaited.key] ?? ''}
      @input=${(event: Event) => write(form, form.awaited.key, textIn(event))}
    ></textarea>
    ${complaint(id, form.context.triedResult === errorKey(form) ? 'Write what went wrong.' : '')}
  </div>`;
}

/** Marks that an error was to be given without a word. */
function errorKey({ awaited }: OpenForm): string {
  return awaited.fields.length === 0 ? awaited.key : `${awaited.key} error`;
}

function buttons(form: OpenForm): TemplateResult {
  const { context, column } = form;
  const { label } = column;
  const keepTitle = `Gives this result, and writes it into ${context.state.setup?.title ?? 'the prompt'} for the next runs`;
  return html`<div class="form-buttons">
    <vscode-button title="Ctrl+Enter" @click=${() => give(form, false)}>Give Result</vscode-button>
    <vscode-button secondary @click=${() => giveError(form)}>Give Error</vscode-button>
    <vscode-button secondary title=${keepTitle} @click=${() => give(form, true)}>Keep as Mock</vscode-button>
    <vscode-button secondary title="Leaves the calls of ${label} open: they are its answer" @click=${() => reply(form, { type: 'end' })}>End Here</vscode-button>
  </div>`;
}

function complaint(id: string, fault: string): TemplateResult {
  return html`<span class="complaint" id="${id}-complaint">${fault === '' ? nothing : html`${icon('error')}${fault}`}</span>`;
}

/** A wrong value is pointed out at once, a missing one only when the result is to be given. */
function faultOf({ context, awaited }: OpenForm, field: string): string {
  const { results } = context.preferences;
  const typed = readResult(awaited, results);
  const isTouched = field !== '' && (results[draftKey(awaited, field)] ?? '') !== '';
  const isShown = isTouched || context.triedResult === awaited.key;
  return (isShown && typed.type === 'faulty' && typed.faults[field]) || '';
}

function give(form: OpenForm, keep: boolean): void {
  const { context, awaited } = form;
  const typed = readResult(awaited, context.preferences.results);
  if (typed.type === 'output') reply(form, { type: 'result', output: typed.output }, keep);
  else context.tryResult(awaited.key);
}

function giveError(form: OpenForm): void {
  const message = form.context.preferences.results[form.awaited.key] ?? '';
  if (message.trim() === '') form.context.tryResult(errorKey(form));
  else reply(form, { type: 'error', message });
}

function reply({ context, column }: OpenForm, what: CallReply, keep = false): void {
  context.post({ type: 'answer-call', ...shownAnswer(column), reply: what, ...(keep ? { keep: true as const } : {}) });
}

function write({ context }: OpenForm, key: string, text: string): void {
  context.prefer({ results: { ...context.preferences.results, [key]: text } });
}

/** The key that runs the prompt elsewhere gives the result here. */
function sendByKey(event: KeyboardEvent, form: OpenForm): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  give(form, false);
}

function textIn({ currentTarget }: Event): string {
  return currentTarget instanceof HTMLTextAreaElement ? currentTarget.value : '';
}
