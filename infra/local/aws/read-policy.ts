import type { Json } from '../../../shared/json-schema.ts';
import type { NamedPolicy } from '../iam/decision.ts';
import { type PolicyRules, parsePolicyDocument } from '../iam/policy-document.ts';
import { CONDITION_KEYS } from './condition-keys.ts';

/** Reads a policy of the template under the name a person finds it by. @throws UnknownInPolicy */
export function readPolicy(kind: PolicyRules['kind'], name: string, document: Json): NamedPolicy {
  return { name, document: parsePolicyDocument(document, name, { kind, knownKeys: CONDITION_KEYS }) };
}
