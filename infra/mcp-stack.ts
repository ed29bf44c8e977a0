import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { CALLER_VARIABLE } from '../shared/session-tags.ts';
import { exchangeRate } from '../shared/tools/exchange-rate.ts';
import { getOrder } from '../shared/tools/get-order.ts';
import { listDocuments } from '../shared/tools/list-documents.ts';
import { listOrders } from '../shared/tools/list-orders.ts';
import { readDocument } from '../shared/tools/read-document.ts';
import { saveDocument } from '../shared/tools/save-document.ts';
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

    acknowledgeFindings({ stack: this, people, documents: this.documents, ratesKey });
    new CfnOutput(this, 'Endpoint', { value: this.gateway.endpointUrl });
    new CfnOutput(this, 'Issuer', { value: people.issuerUrl });
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
      .addTool('ExchangeRate', { contract: exchangeRate, entry: 'functions/tools/exchange-rate.ts' })
      .addEnvironment('RATES_URL', RATES_URL)
      .addSecret('rates_key', SecretCallerGrants.shared(ratesKey));
    return ratesKey;
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
