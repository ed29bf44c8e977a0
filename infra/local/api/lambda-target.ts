import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { LambdaTarget } from './api-definition.ts';
import { matchesPattern } from './matches-pattern.ts';

const SERVICE = 'apigateway.amazonaws.com';

/**
 * Finds the function behind an integration's ARN and whether it lets API Gateway in.
 *
 * @param source ARN of the method or authorizer that calls: what AWS puts into `aws:SourceArn`.
 */
export function lambdaTarget(stack: DeployedStack, functionArn: string, source: string, where: string): LambdaTarget {
  const target = stack.find(functionArn);
  if (!target) throw new UnknownInTemplate(`the function ${functionArn}`, where);
  return {
    functionName: functionBehind(stack, target, where).physicalId,
    refusal: mayInvoke(stack, target, source)
      ? undefined
      : `no AWS::Lambda::Permission of ${target.path} lets ${SERVICE} invoke it for ${source}`,
  };
}

/** A version or alias leads to its function. */
function functionBehind(stack: DeployedStack, target: DeployedResource, where: string): DeployedResource {
  if (target.type === 'AWS::Lambda::Function') return target;
  const named = ['AWS::Lambda::Version', 'AWS::Lambda::Alias'].includes(target.type)
    ? target.properties.FunctionName
    : undefined;
  const found = typeof named === 'string' ? stack.find(named, 'AWS::Lambda::Function') : undefined;
  if (found === undefined) throw new UnknownInTemplate(`${target.type} as a function`, where);
  return found;
}

/** A permission without `SourceArn` would let every API of every account in, so it counts for nothing. */
function mayInvoke(stack: DeployedStack, target: DeployedResource, source: string): boolean {
  return stack.ofType('AWS::Lambda::Permission').some(({ properties }) => {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties;
    return (
      Action === 'lambda:InvokeFunction' &&
      Principal === SERVICE &&
      typeof FunctionName === 'string' &&
      stack.find(FunctionName, target.type) === target &&
      typeof SourceArn === 'string' &&
      matchesPattern(SourceArn, source) &&
      (SourceAccount === undefined || SourceAccount === stack.account)
    );
  });
}
