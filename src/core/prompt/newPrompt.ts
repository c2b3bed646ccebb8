import { readPromptPath } from './promptPath.ts';

const ask = 'Answer the question in one short paragraph. Say so when you do not know the answer.';

/** The text of a new prompt file, in the format of its name. It has one variable, `question`. */
export function newPromptText(path: string): string {
  switch (readPromptPath(path).format) {
    case 'github':
      return githubText;
    case 'prompty':
      return promptyText;
    case 'text':
      return `${ask}\n\n{{question}}\n`;
    default:
      return dotpromptText;
  }
}

const example = 'Why is the sky blue?';

const dotpromptText = `---
description: Says what this prompt is for.
input:
  schema:
    question: string, what somebody asks
  default:
    question: ${example}
---
{{role "system"}}
${ask}

{{role "user"}}
{{question}}
`;

const githubText = `name: New prompt
description: Says what this prompt is for.
messages:
  - role: system
    content: ${ask}
  - role: user
    content: "{{question}}"
`;

const promptyText = `---
name: New prompt
description: Says what this prompt is for.
inputs:
  question:
    type: string
    default: ${example}
---
system:
${ask}

user:
{{question}}
`;
