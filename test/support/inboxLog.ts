const system = `Sort the mail of a customer into one of these labels:
- refund: money, charged, refunded
- delivery: parcel, courier, tracking
- account: password, login, address`;

const mails = [
  'My name is Maria Keller. The courier left my parcel at the wrong door, please write to maria.keller@firm.org.',
  'I was charged twice for the speaker and want my money back, order BK-20418. Call +44 20 7946 0958.',
  'Please change the address in my account before the monitor is sent.',
  'Where is my raincoat? The tracking has not moved since Monday. Thanks, Maria Keller',
  'I cannot get into my account, the password is refused.',
  'The invoice has the wrong company on it, can you make a new one?',
];

/** A log of production in which `inbox.prompt` of the examples was asked, and another prompt once. Its names and numbers are made up. */
export function inboxLog(): string {
  const calls = mails.map((mail, index) => ({
    id: `r${index}`,
    model: 'gpt-a',
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: mail },
    ],
    output: index % 2 === 0 ? 'delivery' : 'refund',
    thumbs: index === 3 ? 'down' : 'up',
  }));
  const other = { id: 'r9', messages: [{ role: 'user', content: 'Translate: lamp' }], output: 'Lampe' };
  return [...calls, other].map((call) => `${JSON.stringify(call)}\n`).join('');
}
