import type { Caller } from './caller.ts';
import { cedarTypeOf } from './cedar-type.ts';
import { type CedarValue, canonicalRecord, cedarRecord } from './cedar-value.ts';
import type { ContractDocument } from './contract-document.ts';
import { POLICY_NAMESPACE } from './policy-file.ts';

/** Who wants to call what. A sign-in name is no part of it: with some issuers people choose theirs. */
export interface PolicyQuestion {
  readonly caller: Pick<Caller, 'id' | 'kind' | 'clientId' | 'groups' | 'tenant'>;
  readonly tool: Pick<ContractDocument, 'name' | 'effect' | 'scope' | 'openWorld' | 'inputSchema'>;
}

interface EntityId {
  readonly type: string;
  readonly id: string;
}

/** One question in Cedar's own form. */
export interface CedarRequest {
  readonly principal: EntityId;
  readonly action: EntityId;
  readonly resource: EntityId;
  readonly context: Readonly<Record<string, unknown>>;
  readonly entities: readonly object[];
}

/**
 * The questions of one call, all of which must be answered with yes: on the arguments as the tool gets them, and, where a
 * lenient reader would take a text for another, on that one too (C2).
 *
 * @throws TypeError when the arguments do not fit the contract.
 */
export function callRequests(question: PolicyQuestion, input: unknown): readonly CedarRequest[] {
  const exact = cedarRecord(cedarTypeOf(question.tool.inputSchema), input);
  const canonical = canonicalRecord(exact);
  const inputs = JSON.stringify(exact) === JSON.stringify(canonical) ? [exact] : [exact, canonical];
  return inputs.map((record) => requestOf(question, record));
}

/** The question whether there are arguments at all with which the caller may call the tool. */
export function toolRequest(question: PolicyQuestion): CedarRequest {
  return requestOf(question, { __extn: { fn: 'unknown', arg: 'input' } });
}

function requestOf({ caller, tool }: PolicyQuestion, input: Readonly<Record<string, CedarValue>>): CedarRequest {
  const principal = entityId('Caller', caller.id);
  const resource = entityId('Tool', tool.name);
  const { name, effect, scope, openWorld } = tool;
  return {
    principal,
    action: entityId('Action', tool.name),
    resource,
    context: { client: { __entity: entityId('Client', caller.clientId) }, input },
    entities: [
      {
        uid: principal,
        attrs: { kind: caller.kind, ...(caller.tenant !== undefined && { tenant: caller.tenant }) },
        parents: caller.groups.map((group) => entityId('Group', group)),
      },
      { uid: resource, attrs: { name, effect, scope, openWorld }, parents: [] },
    ],
  };
}

function entityId(kind: string, id: string): EntityId {
  return { type: `${POLICY_NAMESPACE}::${kind}`, id };
}
