import * as z from 'zod';

const Item = z.record(z.string(), z.json());
const Capacity = z.enum(['INDEXES', 'TOTAL', 'NONE']).optional();
const TableName = z.string().regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'must be the name of a table, not an ARN');
const Names = z.record(z.string(), z.string()).optional();

const common = { TableName, ReturnConsumedCapacity: Capacity };
const condition = {
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: Names,
  ExpressionAttributeValues: Item.optional(),
  ReturnValues: z.enum(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']).optional(),
  ReturnItemCollectionMetrics: z.enum(['SIZE', 'NONE']).optional(),
};
const projection = {
  ConsistentRead: z.boolean().optional(),
  ProjectionExpression: z.string().optional(),
  ExpressionAttributeNames: Names,
};
const page = {
  ...common,
  ...projection,
  IndexName: z.string().optional(),
  FilterExpression: z.string().optional(),
  ExpressionAttributeValues: Item.optional(),
  ExclusiveStartKey: Item.optional(),
  Limit: z.int().optional(),
  Select: z.enum(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT']).optional(),
};

/** Requests local mode serves. Legacy parameters such as `KeyConditions`, and newer ones, are refused by name. */
export const DynamoInput = {
  GetItem: z.strictObject({ ...common, ...projection, Key: Item }),
  PutItem: z.strictObject({ ...common, ...condition, Item }),
  UpdateItem: z.strictObject({ ...common, ...condition, Key: Item, UpdateExpression: z.string().optional() }),
  DeleteItem: z.strictObject({ ...common, ...condition, Key: Item }),
  Query: z.strictObject({ ...page, KeyConditionExpression: z.string(), ScanIndexForward: z.boolean().optional() }),
  Scan: z.strictObject({ ...page, Segment: z.int().optional(), TotalSegments: z.int().optional() }),
  DescribeTable: z.strictObject({ TableName }),
  BatchGetItem: z.strictObject({
    ReturnConsumedCapacity: Capacity,
    RequestItems: z.record(TableName, z.strictObject({ ...projection, Keys: z.array(Item) })),
  }),
  BatchWriteItem: z.strictObject({
    ReturnConsumedCapacity: Capacity,
    ReturnItemCollectionMetrics: condition.ReturnItemCollectionMetrics,
    RequestItems: z.record(
      TableName,
      z.array(
        z.union([
          z.strictObject({ PutRequest: z.strictObject({ Item }) }),
          z.strictObject({ DeleteRequest: z.strictObject({ Key: Item }) }),
        ]),
      ),
    ),
  }),
} as const;

/** A request about one table, in the parameters that permissions look at. */
export interface TableRequest {
  readonly TableName: string;
  readonly IndexName?: string | undefined;
  readonly Key?: z.infer<typeof Item>;
  readonly Item?: z.infer<typeof Item>;
  readonly Keys?: readonly z.infer<typeof Item>[];
  readonly KeyConditionExpression?: string;
  readonly ProjectionExpression?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ExpressionAttributeNames?: z.infer<typeof Names>;
  readonly ExpressionAttributeValues?: z.infer<typeof Item> | undefined;
  readonly Select?: string | undefined;
  readonly ReturnValues?: string | undefined;
}
