import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { AccessControl } from './access-control.ts';
import { serviceError } from './aws-refusal.ts';
import type { AwsService } from './aws-service.ts';
import { type JsonOperation, jsonService, operation } from './json-service.ts';
import { tagKeys } from './resource-tags.ts';

/** By name only: AWS also takes ARNs, versions and labels. Encrypted parameters cannot come from a template. */
const GetParameter = z.strictObject({
  Name: z.string().regex(/^[A-Za-z0-9_./-]{1,1011}$/),
  WithDecryption: z.boolean().optional(),
});

/** `Tags` of a parameter is a map in CloudFormation, not a list. */
const Properties = z.object({
  Type: z.enum(['String', 'StringList']),
  Value: z.string().min(1),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).default('Standard'),
  Tags: z.record(z.string(), z.string()).default({}),
});

/** Characters a value may have (Systems Manager API reference, `PutParameter`). */
const MAX_VALUE = { Standard: 4_096, Advanced: 8_192, 'Intelligent-Tiering': 8_192 };

/** What Systems Manager needs. */
export interface SsmServiceParts {
  readonly stack: DeployedStack;
  readonly access: AccessControl;
  readonly startedAt: Date;
}

/** Systems Manager: the template's parameters, which nobody can write. */
export function ssmService(parts: SsmServiceParts): AwsService {
  return jsonService({
    signingName: 'ssm',
    target: 'AmazonSSM',
    version: '1.1',
    operations: new Map([['GetParameter', getParameter(parts)]]),
  });
}

function getParameter({ stack, access, startedAt }: SsmServiceParts): JsonOperation {
  const parameters = new Map(stack.ofType('AWS::SSM::Parameter').map((it) => [it.physicalId, readParameter(it)]));
  return operation(GetParameter, ({ Name }, request) => {
    const parameter = parameters.get(Name);
    const arn = `arn:aws:ssm:${stack.region}:${stack.account}:parameter/${Name.replace(/^\//, '')}`;
    access.require(request, {
      action: 'ssm:GetParameter',
      resource: arn,
      context: tagKeys('aws:ResourceTag', parameter?.Tags ?? {}),
    });
    if (parameter === undefined) throw serviceError('ParameterNotFound', '');
    const { Type, Value } = parameter;
    const LastModifiedDate = startedAt.getTime() / 1000;
    return { Parameter: { Name, Type, Value, Version: 1, LastModifiedDate, ARN: arn, DataType: 'text' } };
  });
}

function readParameter({ properties, path }: DeployedResource): z.infer<typeof Properties> {
  const parameter = Properties.parse(properties);
  const limit = MAX_VALUE[parameter.Tier];
  if (parameter.Value.length > limit) throw new UnknownInTemplate(`a parameter of more than ${limit} characters`, path);
  return parameter;
}
