import { parseModelRef } from '../../models/modelRef.ts';
import { type EndpointKind, type EndpointSettings, normalizeBaseUrl } from '../../providers/contract/endpoint.ts';
import { presets } from '../../providers/presets.ts';

/** The vendor that answers for a model, in the words that every export needs. */
export interface Vendor {
  /** Our id of the provider, such as `openai`. */
  readonly provider: string;
  /** The vendor's own name of the model. */
  readonly model: string;
  readonly kind: EndpointKind;
  /** The address in the form of the vendor's SDK; undefined where it is the SDK's own default or was never set. */
  readonly baseUrl: string | undefined;
  /** True when the user has set the address. */
  readonly isMoved: boolean;
  /** The environment variable of the key; undefined where none is needed. */
  readonly keyVariable: string | undefined;
}

/** The vendor of a target; undefined for those that only Polyprompt can ask: simulated models, those of the editor, tiers. */
export function vendorOf(target: string, endpoints: Readonly<Record<string, EndpointSettings>>): Vendor | undefined {
  const ref = parseModelRef(target);
  if (!ref) return undefined;
  const preset = presets.find(({ id }) => id === ref.provider);
  const own = endpoints[ref.provider];
  if (!preset && !own) return undefined;
  const kind = own?.kind ?? preset?.kind ?? 'openai-chat';
  return {
    ...ref,
    kind,
    baseUrl: own ? normalizeBaseUrl(own.baseUrl, kind) : preset?.baseUrl,
    isMoved: own !== undefined,
    keyVariable: own?.keyVariable ?? preset?.keyVariables[0],
  };
}
