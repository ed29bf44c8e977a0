import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface AuditLogProps {
  /**
   * How long records are kept.
   *
   * @default RetentionDays.TWO_YEARS
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key that encrypts the records. Its policy must let CloudWatch Logs use it.
   *
   * @default - a new key, rotated every year
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * What happens to records and key when the stack is deleted. Deletion protection stays on either way.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Where authorizer and gateway leave one record for every call: encrypted, kept, protected from deletion (I5). */
export class AuditLog extends Construct {
  readonly logGroup: logs.LogGroup;
  private readonly refusals: logs.MetricFilter;

  constructor(scope: Construct, id: string, props: AuditLogProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.logGroup = new logs.LogGroup(this, 'Resource', {
      retention: props.retention ?? logs.RetentionDays.TWO_YEARS,
      encryptionKey: props.encryptionKey ?? this.makeKey(removalPolicy),
      deletionProtectionEnabled: true,
      removalPolicy,
    });
    this.refusals = this.logGroup.addMetricFilter('Refusals', {
      filterPattern: logs.FilterPattern.stringValue('$.outcome', '=', 'refused'),
      metricNamespace: 'Sallyport',
      metricName: `${Stack.of(this).stackName}/Refusals`,
      metricValue: '1',
      defaultValue: 0,
    });
  }

  /** Lets a person or role read records, and nothing more. */
  grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.logGroup.grantRead(grantee);
  }

  /** Lets a gate append records. Authorizer and gateway only: a tool that could write could forge (C4). */
  grantAppend(grantee: iam.IGrantable): iam.Grant {
    return this.logGroup.grantWrite(grantee);
  }

  /** How many requests and calls were refused. */
  metricRefusals(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.refusals.metric({ statistic: 'Sum', ...props });
  }

  private makeKey(removalPolicy: RemovalPolicy): kms.Key {
    const key = new kms.Key(this, 'Key', {
      description: `Encrypts the audit records of ${this.node.path}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    key.addToResourcePolicy(logsMayUse(Stack.of(this)));
    return key;
  }
}

/** CloudWatch Logs may use the key for log groups of this account and region (CloudWatch Logs User Guide, KMS). */
function logsMayUse({ partition, region, account, urlSuffix }: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${region}.${urlSuffix}`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
    },
  });
}
