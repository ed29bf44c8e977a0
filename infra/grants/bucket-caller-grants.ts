import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { CALLER_VARIABLE } from '../../shared/session-tags.ts';
import type { McpTool } from '../tool/mcp-tool.ts';
import { grantKey } from './grant-key.ts';
import { requireTool } from './require-tool.ts';

const PREFIX = /^[A-Za-z0-9!_.()-]+(\/[A-Za-z0-9!_.()-]+)*$/;

/** What a grant needs to know of a bucket: `Bucket` and imported buckets both fit. */
export interface GrantableBucket {
  readonly bucketArn: string;
  readonly encryptionKey?: kms.IKey | undefined;
  arnForObjects(keyPattern: string): string;
}

/** Gives a tool the caller's own folder of a bucket, `<prefix>/<caller>/`, and no other. */
export class BucketCallerGrants {
  /**
   * @param prefix - folder that holds one folder for each caller, without slashes at its ends.
   * @throws Error when the prefix is empty, has a wildcard or ends with a slash.
   */
  static fromBucket(bucket: GrantableBucket, prefix: string): BucketCallerGrants {
    if (!PREFIX.test(prefix)) {
      throw new Error(
        `a folder of callers is named without wildcards and without a slash at its ends, got ${JSON.stringify(prefix)}`,
      );
    }
    return new BucketCallerGrants(bucket, `${prefix}/${CALLER_VARIABLE}/*`);
  }

  private readonly bucket: GrantableBucket;
  /** Keys of the caller's objects. */
  private readonly keys: string;

  private constructor(bucket: GrantableBucket, keys: string) {
    this.bucket = bucket;
    this.keys = keys;
  }

  /** Lets the tool list and read the caller's objects. */
  read(tool: McpTool): iam.Grant {
    requireTool(tool, WHAT);
    grantKey(tool, this.bucket.encryptionKey, { service: 's3', actions: ['kms:Decrypt'] });
    return this.onObjects(tool, ['s3:GetObject']).combine(this.list(tool));
  }

  /** Lets the tool list, read, write and delete the caller's objects. */
  readWrite(tool: McpTool): iam.Grant {
    requireTool(tool, WHAT);
    grantKey(tool, this.bucket.encryptionKey, { service: 's3', actions: ['kms:GenerateDataKey'] });
    return this.onObjects(tool, ['s3:DeleteObject', 's3:PutObject']).combine(this.read(tool));
  }

  private onObjects(tool: McpTool, actions: string[]): iam.Grant {
    const resourceArns = [this.bucket.arnForObjects(this.keys)];
    return iam.Grant.addToPrincipal({ grantee: tool, actions, resourceArns });
  }

  /** Listing names a bucket, so the folder is a condition. `StringLike` fails when no prefix is given. */
  private list(tool: McpTool): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee: tool,
      actions: ['s3:ListBucket'],
      resourceArns: [this.bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': this.keys } },
    });
  }
}

const WHAT = 'a caller grant on a bucket';
