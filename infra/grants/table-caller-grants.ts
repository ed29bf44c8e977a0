import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { CALLER_VARIABLE } from '../../shared/session-tags.ts';
import type { McpTool } from '../tool/mcp-tool.ts';
import { grantKey } from './grant-key.ts';
import { requireTool } from './require-tool.ts';

/** Named one by one: `Scan` carries no key, so no condition on keys would hold it (D9). */
const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

const INDEX_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

/** What a grant needs to know of a table: `Table`, `TableV2` and imported tables all fit. */
export interface GrantableTable {
  readonly tableArn: string;
  readonly encryptionKey?: kms.IKey | undefined;
}

/** Gives a tool the items of a table whose partition key is the caller's id, and no others. */
export class TableCallerGrants {
  /**
   * @param table - its partition key holds caller ids.
   * @param indexNames - indexes that tools may read; their partition keys hold caller ids too. None by default.
   */
  static fromTable(table: GrantableTable, indexNames: readonly string[] = []): TableCallerGrants {
    for (const name of indexNames) {
      if (!INDEX_NAME.test(name)) throw new Error(`an index is named without wildcards, got ${JSON.stringify(name)}`);
    }
    return new TableCallerGrants(table, indexNames);
  }

  private readonly table: GrantableTable;
  private readonly indexNames: readonly string[];

  private constructor(table: GrantableTable, indexNames: readonly string[]) {
    this.table = table;
    this.indexNames = indexNames;
  }

  /** Lets the tool read the caller's items, in the table and the named indexes. */
  read(tool: McpTool): iam.Grant {
    requireTool(tool, WHAT);
    grantKey(tool, this.table.encryptionKey, { service: 'dynamodb', actions: ['kms:Decrypt'] });
    const indexes = this.indexNames.map((name) => `${this.table.tableArn}/index/${name}`);
    return this.grant(tool, READ, [this.table.tableArn, ...indexes]);
  }

  /** Lets the tool read, write and delete the caller's items. */
  readWrite(tool: McpTool): iam.Grant {
    requireTool(tool, WHAT);
    grantKey(tool, this.table.encryptionKey, {
      service: 'dynamodb',
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    });
    return this.grant(tool, WRITE, [this.table.tableArn]).combine(this.read(tool));
  }

  /** `ForAllValues` is true when the key is absent, hence `Null` (IAM User Guide, multivalued context keys). */
  private grant(tool: McpTool, actions: string[], resourceArns: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee: tool,
      actions,
      resourceArns,
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [CALLER_VARIABLE] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  }
}

const WHAT = 'a caller grant on a table';
