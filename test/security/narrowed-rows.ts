import type { Desk, DeskTool } from './desk.ts';
import { lentTo } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, type Wish } from './matrix-row.ts';

/** What a loan reaches that was narrowed to the arguments of one call: role ∩ caller ∩ session policy (B9). */
export function narrowedRows(desk: Desk): readonly MatrixRow[] {
  return desk.tools.flatMap((tool) => {
    switch (tool.name) {
      case 'get_order':
        return orderRows(desk, narrowedTo(tool, { orderId: 'ord_000000000001' }));
      case 'read_document':
        return documentRows(desk, narrowedTo(tool, { name: 'a.txt' }));
      default:
        return [];
    }
  });
}

function orderRows({ orders }: Desk, alice: Asker): readonly MatrixRow[] {
  const on = (words: string, key: string, action: string): Wish => ({
    words: `${words} with ${action}`,
    requirement: 'B9',
    action,
    resource: orders,
    context: { 'dynamodb:LeadingKeys': [key] },
  });
  return [
    may(alice, on("read alice's order", 'alice', 'dynamodb:GetItem')),
    mayNot(alice, on("read bob's order", 'bob', 'dynamodb:GetItem')),
    mayNot(alice, on("read alice's orders", 'alice', 'dynamodb:Query')),
    mayNot(alice, on("read alice's orders", 'alice', 'dynamodb:BatchGetItem')),
    mayNot(alice, on("write alice's order", 'alice', 'dynamodb:PutItem')),
  ];
}

function documentRows({ documents }: Desk, alice: Asker): readonly MatrixRow[] {
  const object = (words: string, key: string, action = 's3:GetObject'): Wish => ({
    words: `use ${words} with ${action}`,
    requirement: 'B9',
    action,
    resource: `${documents}/${key}`,
  });
  return [
    may(alice, object('the document she named', 'users/alice/a.txt')),
    mayNot(alice, object('another document of hers', 'users/alice/b.txt')),
    mayNot(alice, object('a document whose name begins like it', 'users/alice/a.txt2')),
    mayNot(alice, object("bob's document of that name", 'users/bob/a.txt')),
    mayNot(alice, object('the document she named', 'users/alice/a.txt', 's3:PutObject')),
    mayNot(alice, {
      words: 'list her folder',
      requirement: 'B9',
      action: 's3:ListBucket',
      resource: documents,
      context: { 's3:prefix': 'users/alice/' },
    }),
  ];
}

function narrowedTo(tool: DeskTool, input: NonNullable<Asker['input']>): Asker {
  const asker = lentTo(tool, 'alice');
  return { ...asker, name: `${asker.name}, narrowed to ${JSON.stringify(input)},`, input };
}
