import type { Server, ServerContext } from '@modelcontextprotocol/server';
import type { AgentTool } from '../../core/agent/agentTool.ts';
import type { ObjectSchema } from '../../core/agent/schema.ts';
import { agentTools, toolsFor } from '../../core/agent/tools/agentTools.ts';
import { toPolypromptError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { booleanAt, objectAt, textAt } from '../../core/jsonRead.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { hiddenAsEscapes } from '../../core/text/printable.ts';
import type { AgentCall, AgentProgress } from '../../node/agent/agentContext.ts';
import { ConsentNeeded } from '../../node/agent/consentNeeded.ts';
import type { ServerMeans } from './serverMeans.ts';

/** The key of the one question that a tool may have. */
const question = 'spend';

/** Offers the tools, and carries them out. */
export function handleTools(server: Server, means: ServerMeans): void {
  const { sdk, mayRun, desk } = means;
  server.setRequestHandler('tools/list', () => ({ tools: toolsFor({ mayRun }).map(describe) }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    if (!agentTools.some(({ name }) => name === params.name))
      throw new sdk.ProtocolError(-32602, 'There is no such tool.');
    try {
      const call = callOf(server, context);
      const answer = await (await desk()).call(params.name, params.arguments, call);
      return {
        structuredContent: { ...answer },
        content: [{ type: 'text', text: hiddenAsEscapes(JSON.stringify(answer)) }],
      };
    } catch (error) {
      if (error instanceof ConsentNeeded) return askForConsent(sdk, error);
      return refusal(error);
    }
  });
}

function describe({ name, title, description, isReadOnly, input, output }: AgentTool) {
  return {
    name,
    title,
    description,
    inputSchema: wireSchema(input),
    outputSchema: answerSchema(output),
    annotations: { title, readOnlyHint: isReadOnly, destructiveHint: false, openWorldHint: !isReadOnly },
  };
}

/** A schema as it goes over the wire. */
function wireSchema({ properties, required, additionalProperties }: ObjectSchema) {
  const copied: JsonObject = JSON.parse(JSON.stringify(properties));
  return { type: 'object' as const, properties: copied, required: [...required], additionalProperties };
}

/**
 * The same without descriptions, which are for the documentation: whoever reads an answer has its fields before their eyes, and the list
 * of tools stands in the agent's context all the time.
 */
function answerSchema(schema: ObjectSchema) {
  const { properties, ...rest } = wireSchema(schema);
  const described = (key: string, value: JsonValue) =>
    key === 'description' && typeof value === 'string' ? undefined : value;
  const plain: JsonObject = JSON.parse(JSON.stringify(properties, described));
  return { ...rest, properties: plain };
}

/** A failure as models get to see it, with what to do next. */
function refusal(error: unknown) {
  const { message, hint } = toPolypromptError(error);
  return { isError: true, content: [{ type: 'text' as const, text: inOneLine(`${message} ${hint}`) }] };
}

function askForConsent({ inputRequired }: ServerMeans['sdk'], { message }: ConsentNeeded) {
  const agree = {
    type: 'boolean' as const,
    title: 'Agree',
    description: 'Tick to let this be spent.',
    default: false,
  };
  const requestedSchema = { type: 'object' as const, properties: { agree }, required: ['agree'] };
  return inputRequired({ inputRequests: { [question]: inputRequired.elicit({ message, requestedSchema }) } });
}

function callOf(server: Server, context: ServerContext): AgentCall {
  const { signal, _meta: meta } = context.mcpReq;
  const token = meta?.progressToken;
  return {
    signal,
    consent: consentIn(server, context),
    ...(token === undefined ? {} : { onProgress: progressTeller(token, context) }),
  };
}

/** Tells progress that grows strictly, as the protocol wants it. */
function progressTeller(progressToken: string | number, { mcpReq }: ServerContext): (progress: AgentProgress) => void {
  let told = 0;
  return ({ ended, of }) => {
    if (ended <= told) return;
    told = ended;
    const params = { progressToken, progress: ended, total: of };
    // A client that has gone away is noticed where its requests are read.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}

/** The answer of the user to the question. Accepting the form without the tick is a no. */
function consentIn(server: Server, { mcpReq }: ServerContext): AgentCall['consent'] {
  const response = objectAt(mcpReq.inputResponses, question);
  if (response) {
    const isGiven =
      textAt(response, 'action') === 'accept' && booleanAt(objectAt(response, 'content'), 'agree') === true;
    return isGiven ? 'given' : 'declined';
  }
  return canAsk(server, mcpReq) ? undefined : 'no-way';
}

/** True where the client shows forms: it says so when it connects or, in the newer era, with each request. */
function canAsk(server: Server, { envelope }: ServerContext['mcpReq']): boolean {
  const capabilities =
    objectAt(envelope, 'io.modelcontextprotocol/clientCapabilities') ?? server.getClientCapabilities();
  const elicitation = objectAt(capabilities, 'elicitation');
  if (!elicitation) return false;
  // A client of the older era that names no mode shows forms.
  return objectAt(elicitation, 'form') !== undefined || Object.keys(elicitation).length === 0;
}
