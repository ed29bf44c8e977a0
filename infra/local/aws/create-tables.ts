import type { Json } from '../../../shared/json-schema.ts';
import { UnknownInTemplate } from '../template/deployed-stack.ts';
import { attributeValue } from './attribute-value.ts';
import { type DemoNames, demoItems } from './demo-data.ts';
import type { TableDefinition } from './table-definition.ts';
import type { TableEngine } from './table-engine.ts';

/** Creates the template's tables in the engine and puts their demo rows in. */
export async function createTables(
  tables: Iterable<TableDefinition>,
  engine: TableEngine,
  names: DemoNames,
): Promise<void> {
  for (const table of tables) {
    await mustAnswer(engine, 'CreateTable', createInput(table), table);
    await untilActive(engine, table);
    for (const item of demoItems(table.resource, names)) {
      const Item = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeValue(value)]));
      await mustAnswer(engine, 'PutItem', { TableName: table.name, Item }, table);
    }
  }
}

function createInput({ name, properties }: TableDefinition): object {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  const index = ({ IndexName, KeySchema, Projection }: (typeof GlobalSecondaryIndexes)[number]): Json => {
    const { ProjectionType = 'ALL', NonKeyAttributes } = Projection;
    const projection = NonKeyAttributes === undefined ? { ProjectionType } : { ProjectionType, NonKeyAttributes };
    return { IndexName, KeySchema, Projection: projection };
  };
  return {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes.length > 0 ? { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(index) } : {}),
    ...(LocalSecondaryIndexes.length > 0 ? { LocalSecondaryIndexes: LocalSecondaryIndexes.map(index) } : {}),
  };
}

async function untilActive(engine: TableEngine, table: TableDefinition): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const described = await mustAnswer(engine, 'DescribeTable', { TableName: table.name }, table);
    if (JSON.stringify(described).includes('"TableStatus":"ACTIVE"')) return;
    await new Promise((done) => setTimeout(done, 5));
  }
  throw new UnknownInTemplate('a table that does not become active', table.resource.path);
}

async function mustAnswer(
  engine: TableEngine,
  operation: string,
  input: object,
  table: TableDefinition,
): Promise<Json> {
  const { status, body } = await engine.ask(operation, input);
  if (status === 200) return body;
  throw new UnknownInTemplate(
    `this table or its demo rows (${operation}: ${JSON.stringify(body)})`,
    table.resource.path,
  );
}
