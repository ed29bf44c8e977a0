import type { SchemaJson, Type, TypeOfAttribute } from '@cedar-policy/cedar-wasm/nodejs';
import { type CedarType, cedarTypeOf } from '../../shared/cedar-type.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { POLICY_NAMESPACE } from '../../shared/policy-file.ts';

const STRING = { type: 'String' } as const;

/**
 * What policies can speak about: callers and their groups, clients, tools, and one action for each tool, whose context holds
 * that tool's arguments under `input` with their own types. A misspelt name is then an error at synth.
 */
export function cedarSchema(tools: readonly ContractDocument[]): SchemaJson<string> {
  return {
    [POLICY_NAMESPACE]: {
      entityTypes: {
        Group: {},
        Client: {},
        Caller: {
          memberOfTypes: ['Group'],
          shape: { type: 'Record', attributes: { kind: STRING, tenant: { ...STRING, required: false } } },
        },
        Tool: {
          shape: {
            type: 'Record',
            attributes: { name: STRING, effect: STRING, scope: STRING, openWorld: { type: 'Boolean' } },
          },
        },
      },
      actions: Object.fromEntries(tools.map((tool) => [tool.name, actionOf(tool)])),
    },
  };
}

function actionOf({ inputSchema }: ContractDocument) {
  const attributes = { client: { type: 'Entity', name: 'Client' } as const, input: drawn(cedarTypeOf(inputSchema)) };
  return {
    appliesTo: {
      principalTypes: ['Caller'],
      resourceTypes: ['Tool'],
      context: { type: 'Record', attributes } as const,
    },
  };
}

function drawn(type: CedarType): Type<string> {
  switch (type.type) {
    case 'String':
    case 'Long':
    case 'Boolean':
      return { type: type.type };
    case 'Set':
      return { type: 'Set', element: drawn(type.element) };
    case 'Record': {
      const attributes: Record<string, TypeOfAttribute<string>> = {};
      for (const [name, attribute] of Object.entries(type.attributes)) {
        attributes[name] = { ...drawn(attribute), required: attribute.required };
      }
      return { type: 'Record', attributes };
    }
  }
}
