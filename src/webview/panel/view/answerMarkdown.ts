import { renderMarkdown } from '../markdown.ts';

const notices = {
  'too-long': 'Too long for Markdown; shown as plain text.',
  'too-slow': 'Too complex for Markdown; shown as plain text.',
} as const;

/** An answer as Markdown. A link is opened by the listener of `open-link`, never by the page. */
class AnswerMarkdown extends HTMLElement {
  #text = '';

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    const failure = renderMarkdown(this, text);
    if (failure) this.replaceChildren(notice(notices[failure]), plain(text));
  }

  connectedCallback(): void {
    this.addEventListener('click', (event) => this.#open(event));
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#open(event);
    });
  }

  #open(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    const url = link.dataset['href'];
    if (url) this.dispatchEvent(new CustomEvent('open-link', { detail: url }));
  }
}

function notice(text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'quiet';
  element.textContent = text;
  return element;
}

function plain(text: string): HTMLElement {
  const element = document.createElement('polyprompt-text');
  Reflect.set(element, 'text', text);
  return element;
}

customElements.define('polyprompt-markdown', AnswerMarkdown);
