import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { CALLER_VARIABLE } from '../shared/session-tags.ts';
import { connectAccount } from '../shared/tools/connect-account.ts';
import { customerProfile } from '../shared/tools/customer-profile.ts';
import { exchangeRate } from '../shared/tools/exchange-rate.ts';
import { getOrder } from '../shared/tools/get-order.ts';
import { listDocuments } from '../shared/tools/list-documents.ts';
import { listOrders } from '../shared/tools/list-orders.ts';
import { readDocument } from '../shared/tools/read-document.ts';
import { saveDocument } from '../shared/tools/save-document.ts';
import { ClientCredential } from './delegation/client-credential.ts';
import { addDemoData } from './demo/demo-data.ts';
import { DEMO_DOCUMENTS } from './demo/demo-documents.ts';
import { DEMO_ORDERS } from './demo/demo-orders.ts';
import { addDemoService } from './demo/demo-service.ts';
import { McpGateway } from './gateway/mcp-gateway.ts';
import { BucketCallerGrants } from './grants/bucket-caller-grants.ts';
import { SecretCallerGrants } from './grants/secret-caller-grants.ts';
import { TableCallerGrants } from './grants/table-caller-grants.ts';
import { McpUserPool } from './identity/mcp-user-pool.ts';
import { acknowledgeFindings } from './mcp-stack-findings.ts';
import { ToolNetwork } from './network/tool-network.ts';
import { fromInput } from './tool/session-policy-template.ts';

export interface McpStackProps extends StackProps {
  /**
   * What happens to people, orders, documents and records when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Where Claude and Visual Studio Code publish who they are. */
const CLIENT_HOSTS = ['claude.ai', 'vscode.dev'];

/** The service of exchange rates. Put the one you use in its place. */
const RATES_URL = 'https://rates.example.com';

/** The service that keeps profiles of customers, and who issues its tokens. Put yours in their place. */
const PROFILES_URL = 'https://profiles.example.com';
const PROFILES_ISSUER = 'https://login.profiles.example.com';

/** The service of parcels, where each person has an account of their own. Put yours in its place. */
const PARCELS_URL = 'https://parcels.example.com';

/** The reference deployment: a small support desk. Copy it, or delete it and keep the toolkit. */
export class McpStack extends Stack {
  readonly gateway: McpGateway;
  readonly orders: dynamodb.Table;
  readonly documents: s3.Bucket;

  constructor(scope: Construct, id: string, { removalPolicy = RemovalPolicy.RETAIN, ...props }: McpStackProps = {}) {
    super(scope, id, props);
    this.orders = this.addOrders(removalPolicy);
    this.documents = this.addDocuments(removalPolicy);

    const people = new McpUserPool(this, 'People', { removalPolicy, clientDocumentHosts: CLIENT_HOSTS });
    people.addGroup('support');
    const cli = people.addClient('cli', { callbackUrls: ['http://127.0.0.1/callback', 'http://localhost/callback'] });

    this.gateway = new McpGateway(this, 'Gateway', { identity: people, policies: 'infra/policies' });
    this.addOrderTools(this.gateway, this.orders);
    this.addDocumentTools(this.gateway, this.documents);
    const ratesKey = this.addRateTool(this.gateway, removalPolicy);
    this.addProfileTool(this.gateway);
    this.addParcelTool(this.gateway);

    acknowledgeFindings({ stack: this, people, documents: this.documents, ratesKey });
    new CfnOutput(this, 'Endpoint', { value: this.gateway.endpointUrl });
    new CfnOutput(this, 'Issuer', {
      description: 'Value of iss in access tokens. Clients find where to sign in by the endpoint alone.',
      value: people.issuerUrl,
    });
    new CfnOutput(this, 'ClientId', { value: cli.clientId });
    new CfnOutput(this, 'OperatorPolicy', { value: this.gateway.operator.policy.managedPolicyArn });
    new CfnOutput(this, 'AuditLogGroup', { value: this.gateway.auditLog.logGroup.logGroupName });
  }

  private addOrderTools(gateway: McpGateway, orders: dynamodb.Table): void {
    const callerOrders = TableCallerGrants.fromTable(orders);
    const list = gateway.addTool('ListOrders', { contract: listOrders, entry: 'functions/tools/list-orders.ts' });
    const get = gateway.addTool('GetOrder', { contract: getOrder, entry: 'functions/tools/get-order.ts' });
    for (const tool of [list, get]) {
      tool.addEnvironment('ORDERS_TABLE', orders.tableName);
      callerOrders.read(tool);
    }
    get.narrow({ actions: ['dynamodb:GetItem'], resources: [orders.tableArn] });
  }

  private addDocumentTools(gateway: McpGateway, documents: s3.Bucket): void {
    const folder = BucketCallerGrants.fromBucket(documents, 'users');
    const list = gateway.addTool('ListDocuments', {
      contract: listDocuments,
      entry: 'functions/tools/list-documents.ts',
    });
    const read = gateway.addTool('ReadDocument', { contract: readDocument, entry: 'functions/tools/read-document.ts' });
    const save = gateway.addTool('SaveDocument', { contract: saveDocument, entry: 'functions/tools/save-document.ts' });
    for (const tool of [list, read, save]) tool.addEnvironment('DOCUMENTS_BUCKET', documents.bucketName);
    folder.read(list);
    folder.read(read);
    folder.readWrite(save);
    const named = documents.arnForObjects(`users/${CALLER_VARIABLE}/${fromInput('name')}`);
    read.narrow({ actions: ['s3:GetObject'], resources: [named] });
  }

  /** Write the key that the service gave you into the secret: the first value is made up. */
  private addRateTool(gateway: McpGateway, removalPolicy: RemovalPolicy): secretsmanager.Secret {
    const ratesKey = new secretsmanager.Secret(this, 'RatesKey', {
      description: 'API key of the service of exchange rates',
      generateSecretString: { excludePunctuation: true },
      removalPolicy,
    });
    addDemoService(ratesKey, { url: RATES_URL, service: 'rates' });
    gateway
      .addTool('ExchangeRate', {
        contract: exchangeRate,
        entry: 'functions/tools/exchange-rate.ts',
        // The tools above reach AWS alone, for nothing; each list of hosts costs about $37 a month (docs/egress.md).
        network: ToolNetwork.hosts(['rates.example.com']),
      })
      .addEnvironment('RATES_URL', RATES_URL)
      .addSecret('rates_key', SecretCallerGrants.shared(ratesKey));
    return ratesKey;
  }

  /** The issuer must know the gateway: its client id, and where its public key is. */
  private addProfileTool(gateway: McpGateway): void {
    const tool = gateway
      .addTool('CustomerProfile', {
        contract: customerProfile,
        entry: 'functions/tools/customer-profile.ts',
        network: ToolNetwork.hosts(['profiles.example.com']),
      })
      .addEnvironment('PROFILES_URL', PROFILES_URL)
      .addDownstream('profiles', {
        issuer: PROFILES_ISSUER,
        audience: PROFILES_URL,
        scopes: ['profile.read'],
        clientCredential: ClientCredential.gatewayKey('support-desk'),
      });
    addDemoService(
      tool.function,
      { url: PROFILES_URL, service: 'profiles' },
      { url: PROFILES_ISSUER, service: 'profiles-issuer' },
    );
  }

  /** Nobody here has the keys of people's parcel accounts: each person enters theirs at the page of the endpoint. */
  private addParcelTool(gateway: McpGateway): void {
    const tool = gateway
      .addTool('ConnectAccount', {
        contract: connectAccount,
        entry: 'functions/tools/connect-account.ts',
        network: ToolNetwork.hosts(['parcels.example.com']),
      })
      .addEnvironment('PARCELS_URL', PARCELS_URL)
      .addSecret(
        'parcel_account',
        SecretCallerGrants.perCaller('sallyport/parcel-accounts', { label: 'API key of your parcel account' }),
      );
    addDemoService(tool.function, { url: PARCELS_URL, service: 'parcels' });
  }

  private addOrders(removalPolicy: RemovalPolicy): dynamodb.Table {
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'callerId', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'orderId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    addDemoData(orders, DEMO_ORDERS);
    return orders;
  }

  private addDocuments(removalPolicy: RemovalPolicy): s3.Bucket {
    const documents = new s3.Bucket(this, 'Documents', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy,
    });
    addDemoData(documents, DEMO_DOCUMENTS);
    return documents;
  }
}
