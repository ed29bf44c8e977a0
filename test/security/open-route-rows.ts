import { type Desk, type DeskFunction, functionsOf } from './desk.ts';
import { anOperator, lentTo } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, service, session, type Wish } from './matrix-row.ts';
import { STRANGER } from './trust-rows.ts';

/** A function that answers at routes without an authorizer. */
export interface OpenFunction {
  /** What it is called in the rows. */
  readonly name: string;
  readonly of: DeskFunction;
  /** Method and path, as an ARN of API Gateway has them. */
  readonly routes: readonly string[];
}

/** The function has its own routes and no others, and nobody but API Gateway starts it (C5). */
export function openRouteRows(desk: Desk, { name, of: { arn }, routes }: OpenFunction): readonly MatrixRow[] {
  const apiGateway = service('API Gateway', 'apigateway.amazonaws.com', desk.stack.account);
  const start = (words: string, resource: string, route: string, stage = 'prod'): Wish => ({
    words: `start ${words}`,
    requirement: 'C5',
    action: 'lambda:InvokeFunction',
    resource,
    context: { 'aws:SourceArn': `${desk.api}/${stage}/${route}` },
  });
  return [
    ...routes.flatMap((route) => {
      const own = start(`${name} for ${route}`, arn, route);
      const [method, path] = [route.slice(0, route.indexOf('/')), route.slice(route.indexOf('/'))];
      return [
        may(apiGateway, own),
        mayNot(service('EventBridge', 'events.amazonaws.com', desk.stack.account), own),
        mayNot(STRANGER, own),
        mayNot(apiGateway, {
          ...own,
          words: `replace the code of ${name} for ${route}`,
          action: 'lambda:UpdateFunctionCode',
        }),
        mayNot(apiGateway, start(`${name} for another method of ${path}, not ${method}`, arn, `PUT${path}`)),
        mayNot(apiGateway, start(`${name} for the test button of ${route}`, arn, route, 'test-invoke-stage')),
        ...[desk.gateway, desk.authorizer, desk.facade, desk.operator].map((other) =>
          mayNot(apiGateway, start(`${nameOf(desk, other.arn)} for ${route}`, other.arn, route)),
        ),
      ];
    }),
    mayNot(apiGateway, start(`${name} for POST /mcp`, arn, 'POST/mcp')),
    ...others(desk).map((asker) =>
      mayNot(asker, { words: `start ${name}`, requirement: 'C5', action: 'lambda:InvokeFunction', resource: arn }),
    ),
  ];
}

function others(desk: Desk): readonly Asker[] {
  return [
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    ...functionsOf(desk).map(([name, { role }]) => session(name, role)),
    anOperator(desk),
  ];
}

function nameOf(desk: Desk, arn: string): string {
  return functionsOf(desk).find(([, it]) => it.arn === arn)?.[0] ?? arn;
}
