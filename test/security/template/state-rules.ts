import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import { changed, drop, put, type TemplateRule, without } from './template-rule.ts';

const TABLE = 'AWS::DynamoDB::Table';
const STATE = 'SupportDesk/Gateway/State/Resource';

const Table = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
  DeletionProtectionEnabled: z.boolean().optional(),
  PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  StreamSpecification: z.json().optional(),
  ResourcePolicy: z.json().optional(),
  GlobalSecondaryIndexes: z.json().optional(),
  LocalSecondaryIndexes: z.json().optional(),
});
const Readers = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });

/** What holds an item's key under another name, or hands items on, past the conditions on keys. */
const WAYS_PAST = ['StreamSpecification', 'ResourcePolicy', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'] as const;

/** A revocation that is lost lets in again who was sent away. */
export const keptState: TemplateRule = {
  problemsOf(stack) {
    const found = stack.ofType(TABLE).filter(isState);
    return [
      ...(found.length === 1 ? [] : [`${found.length} tables keep the state`]),
      ...found.flatMap(({ properties }) => tableProblems(Table.parse(properties))),
      ...found.flatMap(({ physicalId }) => strayReaders(stack, physicalId)),
    ];
  },
  losses: {
    'the table is gone': without(TABLE, isKeyed),
    'the table can be deleted': changed(TABLE, put({ DeletionProtectionEnabled: false }), isKeyed),
    'the table has no history': changed(TABLE, drop('PointInTimeRecoverySpecification'), isKeyed),
    'the table is keyed by something that IAM does not look at': changed(
      TABLE,
      put({ KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }] }),
      isKeyed,
    ),
    'a second key could stand under a good first one': changed(
      TABLE,
      put({
        KeySchema: [
          { AttributeName: 'key', KeyType: 'HASH' },
          { AttributeName: 'part', KeyType: 'RANGE' },
        ],
      }),
      isKeyed,
    ),
    'items end by another attribute': changed(
      TABLE,
      put({ TimeToLiveSpecification: { AttributeName: 'revokedAt', Enabled: true } }),
      isKeyed,
    ),
    'items stream elsewhere': changed(
      TABLE,
      put({ StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
      isKeyed,
    ),
    'an index shows items under other keys': changed(TABLE, put({ GlobalSecondaryIndexes: [] }), isKeyed),
    'the table lets in others by itself': changed(TABLE, put({ ResourcePolicy: {} }), isKeyed),
    'the authorizer looks in another table': (stack) =>
      changed(
        'AWS::Lambda::Function',
        put({ Environment: { Variables: { STATE_TABLE: 'another' } } }),
        ({ Environment }) => JSON.stringify(Environment ?? {}).includes('STATE_TABLE'),
      )(stack),
    'a tool knows the table': (stack) => {
      const [state] = stack.ofType(TABLE).filter(isState);
      const variables = { Environment: { Variables: { STATE_TABLE: state?.physicalId ?? '' } } };
      return changed('AWS::Lambda::Function', put(variables), isTool)(stack);
    },
  },
};

function isState({ path }: DeployedResource): boolean {
  return path === STATE;
}

function isTool({ FunctionName }: DeployedResource['properties']): boolean {
  return FunctionName === 'mcp-list_orders';
}

function isKeyed({ TimeToLiveSpecification }: DeployedResource['properties']): boolean {
  return TimeToLiveSpecification !== undefined;
}

function tableProblems(table: z.infer<typeof Table>): readonly string[] {
  const [key, ...more] = table.KeySchema;
  const keyed = key?.AttributeName === 'key' && key.KeyType === 'HASH' && more.length === 0;
  const ending = table.TimeToLiveSpecification;
  return [
    ...(keyed ? [] : ['the state is not keyed by "key" alone']),
    ...(table.DeletionProtectionEnabled === true ? [] : ['the state can be deleted']),
    ...(table.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true
      ? []
      : ['the state has no history']),
    ...(ending?.Enabled === true && ending.AttributeName === 'expiresAt' ? [] : ['items do not end by "expiresAt"']),
    ...WAYS_PAST.filter((name) => table[name] !== undefined).map((name) => `the state has a ${name}`),
  ];
}

/** The four functions that know a state table know this one, and no other function knows any. */
function strayReaders(stack: DeployedStack, tableName: string): readonly string[] {
  const known = stack.ofType('AWS::Lambda::Function').flatMap(({ path, properties }) => {
    const { STATE_TABLE } = Readers.safeParse(properties).data?.Environment.Variables ?? {};
    return STATE_TABLE === undefined ? [] : [[path, STATE_TABLE] as const];
  });
  return [
    ...known.filter(([, name]) => name !== tableName).map(([path]) => `${path} knows another state table`),
    ...READERS.filter((reader) => !known.some(([path]) => path === reader)).map((path) => `${path} knows no state`),
    ...known.filter(([path]) => !READERS.includes(path)).map(([path]) => `${path} knows the state`),
  ];
}

const READERS = [
  'SupportDesk/Gateway/Authorizer/Resource',
  'SupportDesk/Gateway/Operator/Function/Resource',
  'SupportDesk/Gateway/SignIn/Resource',
  'SupportDesk/Gateway/Connect/Page/Resource',
];
