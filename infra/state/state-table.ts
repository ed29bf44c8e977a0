import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { clientDocumentKey, StateAttribute, StatePrefix } from '../../shared/state-table.ts';

export interface StateTableProps {
  /**
   * What happens to the items when the stack is deleted. With RETAIN the table is protected from deletion too: a lost
   * revocation lets in again who was sent away.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The one table of what may change without deployment: revocations, switches, admitted clients, sign-ins under way (AD9).
 *
 * Who touches which items is decided by IAM on what their keys begin with.
 */
export class StateTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { removalPolicy = RemovalPolicy.RETAIN }: StateTableProps = {}) {
    super(scope, id);
    this.table = new dynamodb.Table(this, 'Resource', {
      partitionKey: { name: StateAttribute.key, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: StateAttribute.expiresAt,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
  }

  /** Lets the authorizer ask about a request in one read (B7). It can change nothing. */
  grantReadStops(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ['dynamodb:BatchGetItem'], [STOPS, CLIENTS]);
  }

  /** Lets the operator function stop and start again, and look up which client it is asked to stop. */
  grantWriteStops(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [STOPS]).combine(
      this.grant(grantee, ['dynamodb:GetItem'], [CLIENTS, clientDocumentKey('*')]),
    );
  }

  /** Lets the sign-in facade admit clients and keep sign-ins under way. Stops are out of its reach. */
  grantSignIn(grantee: iam.IGrantable): iam.Grant {
    const actions = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    return this.grant(grantee, actions, [CLIENTS, `${StatePrefix.signIn}*`]);
  }

  /** Lets the gateway leave links to the page for secrets. It can look at none, and forge no sign-in to the page. */
  grantWriteConnectRequests(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ['dynamodb:PutItem'], [LINKS]);
  }

  /** Lets the page's function look at links and use them up, and keep sign-ins to the page. It can make no link. */
  grantConnect(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ['dynamodb:DeleteItem', 'dynamodb:GetItem'], [LINKS]).combine(
      this.grant(grantee, ['dynamodb:DeleteItem', 'dynamodb:PutItem'], [`${StatePrefix.connectPage}*`]),
    );
  }

  /** `ForAllValues` is true when the key is absent, hence `Null` (IAM User Guide, multivalued context keys). */
  private grant(grantee: iam.IGrantable, actions: string[], keys: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  }
}

const STOPS = `${StatePrefix.stop}*`;
const CLIENTS = `${StatePrefix.client}*`;
const LINKS = `${StatePrefix.connect}*`;
