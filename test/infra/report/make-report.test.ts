import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { makeReport } from '../../../infra/report/make-report.ts';
import { readReport } from '../../../infra/report/read-report.ts';
import type { ReportStatement } from '../../../infra/report/report-document.ts';
import { reportPage } from '../../../infra/report/report-page.ts';
import { deskAssembly, resourceOf, type Template, toolOf, weakOf } from './desk-assembly.ts';
import { stacksOf } from './stacks-of.ts';

const desk = deskAssembly();
const report = readReport(desk.folder);

const Statements = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }),
  Roles: z.tuple([z.object({ Ref: z.string() })]),
});

/** Statements of a tool's caller role in the template itself, to be read or changed. */
function statementsIn(template: Template, tool: string) {
  const [role] =
    Object.entries(template.Resources).find(([, { Properties }]) => Properties.RoleName === `mcp-${tool}`) ?? [];
  const policy = Object.values(template.Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::IAM::Policy' && Statements.safeParse(Properties).data?.Roles[0].Ref === role,
  );
  const parsed = Statements.safeParse(policy?.Properties);
  return { policy, statements: parsed.data?.PolicyDocument.Statement ?? [] };
}

function allowedIn(statements: readonly ReportStatement[]): readonly string[] {
  return statements.flatMap((statement) =>
    statement.read === 'whole' && statement.effect === 'Allow' ? (statement.actions ?? []) : [],
  );
}

describe('the report of the reference deployment', () => {
  test('every action the template allows a caller role is in the data and on the page (D1)', () => {
    const page = reportPage(report);
    const tools = report.gateways.flatMap((gateway) => gateway.tools);
    expect(tools.length).toBeGreaterThan(5);
    for (const { name, role } of tools) {
      const wanted = statementsIn(desk.template(), name).statements.flatMap(({ Action }) => [Action].flat());
      expect(allowedIn(role?.statements ?? []).toSorted(), name).toEqual(wanted.toSorted());
      for (const action of wanted) expect(page).toContain(`<code>${action}</code>`);
    }
  });

  test('whatever statement is added to a caller role is in the report (D1)', () => {
    const action = fc.stringMatching(/^[a-z]{2,8}:[A-Z][A-Za-z*?]{0,8}$/);
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 3 }), fc.boolean(), (actions, alone) => {
        const changed = desk.reportWith((template) => {
          const { policy, statements } = statementsIn(template, 'get_order');
          const Action = alone ? actions[0] : actions;
          const Statement = [...statements, { Effect: 'Allow', Action, Resource: 'arn:added' }];
          Object.assign(policy?.Properties ?? {}, { PolicyDocument: { Statement } });
        });
        const found = allowedIn(toolOf(changed, 'get_order').role?.statements ?? []);
        expect(found).toEqual(expect.arrayContaining(alone ? actions.slice(0, 1) : actions));
      }),
      { numRuns: 10 },
    );
  });

  test('a statement that is taken away is gone from the report', () => {
    const changed = desk.reportWith((template) => {
      const { policy } = statementsIn(template, 'save_document');
      Object.assign(policy?.Properties ?? {}, { PolicyDocument: { Statement: [] } });
    });
    expect(toolOf(report, 'save_document').role?.statements).not.toEqual([]);
    expect(toolOf(changed, 'save_document').role?.statements).toEqual([]);
  });

  test('a right to everything is shown and called weak (D1)', () => {
    const changed = desk.reportWith((template) => {
      const { policy, statements } = statementsIn(template, 'get_order');
      const Statement = [...statements, { Effect: 'Allow', Action: 'iam:*', Resource: '*' }];
      Object.assign(policy?.Properties ?? {}, { PolicyDocument: { Statement } });
    });
    expect(weakOf(report, 'get_order')).toEqual([]);
    expect(weakOf(changed, 'get_order')).toEqual(['wildcard-action', 'any-resource', 'same-for-all']);
    expect(reportPage(changed)).toContain('<code>iam:*</code>');
  });

  test('a statement under a condition of CloudFormation is shown as it stands, and called weak', () => {
    const changed = desk.reportWith((template) => {
      const { policy } = statementsIn(template, 'get_order');
      Object.assign(policy?.Properties ?? {}, {
        PolicyDocument: {
          Statement: [{ 'Fn::If': ['Wide', { Effect: 'Allow', Action: 'iam:Pass<Role>' }, { Ref: 'AWS::NoValue' }] }],
        },
      });
    });
    expect(weakOf(changed, 'get_order')).toContain('statement-unread');
    expect(reportPage(changed)).toContain('iam:Pass&#60;Role&#62;');
  });

  test('a role without its boundary, a policy of AWS on it and no role at all are called weak (B7)', () => {
    const changed = desk.reportWith((template) => {
      const role = resourceOf(template, 'AWS::IAM::Role', 'GatewayGetOrderCallerRole');
      delete role.Properties.PermissionsBoundary;
      role.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
      resourceOf(template, 'AWS::IAM::Role', 'GatewayListOrdersCallerRole').Properties.RoleName = 'another';
    });
    expect(weakOf(changed, 'get_order')).toEqual(expect.arrayContaining(['no-boundary', 'policy-elsewhere']));
    expect(weakOf(changed, 'list_orders')).toContain('no-role');
    expect(toolOf(changed, 'get_order').role?.elsewhere).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
  });

  test('the settings of the gates that weaken them are named (RS3, C6, A5)', () => {
    const changed = desk.reportWith((template) => {
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type !== 'AWS::Lambda::Function') continue;
        const { Variables } = z
          .object({ Variables: z.record(z.string(), z.unknown()) })
          .parse(Properties.Environment ?? { Variables: {} });
        const weaker = {
          AUDIENCE_RULE: 'client-and-scope',
          REGISTRATION: 'on',
          ALLOWED_ORIGINS: 'https://app.example.com',
          MACHINE_CLIENTS: 'nightly',
          MAX_TOKEN_LIFE_SECONDS: '3600',
        };
        for (const [name, value] of Object.entries(weaker)) if (name in Variables) Variables[name] = value;
        Properties.Environment = { Variables };
      }
    });
    const weaker = [
      'audience-client-and-scope',
      'registration-on',
      'machine-clients',
      'browser-origins',
      'long-tokens',
    ];
    expect(weakOf(changed)).toEqual(expect.arrayContaining(weaker));
    for (const id of weaker) expect(weakOf(report)).not.toContain(id);
  });

  test('whatever is named dangerously in the template is named', () => {
    const changed = desk.reportWith((template) => {
      Object.assign(resourceOf(template, 'AWS::IAM::Role', 'GatewayGetOrderCallerRole'), {
        Metadata: { 'sallyport:dangerouslyShareEverything': true },
      });
    });
    expect(weakOf(report)).not.toContain('dangerously');
    expect(weakOf(changed)).toContain('dangerously');
  });

  test('a narrowed tool shows its session policy with the arguments’ names, others say they are not narrowed (B9)', () => {
    expect(toolOf(report, 'read_document').narrowing).toMatchObject({
      example: {
        Statement: [{ Resource: [expect.stringMatching(/\/users\/\$\{aws:PrincipalTag\/caller\}\/‹name›$/)] }],
      },
    });
    expect(weakOf(report, 'read_document')).not.toContain('not-narrowed');
    expect(weakOf(report, 'save_document')).toContain('not-narrowed');
  });

  test('a template of session policies that is gone does not count as narrowed (B9)', () => {
    const changed = desk.reportWith((template) => {
      resourceOf(template, 'AWS::SSM::Parameter', 'GatewayReadDocument').Properties.Name = '/elsewhere';
    });
    expect(weakOf(changed, 'read_document')).toEqual(expect.arrayContaining(['not-narrowed', 'narrowing-torn']));
  });

  test('policies decide who: people, support and machines (C1, C2)', () => {
    const rows = (name: string) =>
      toolOf(report, name).access.rows.map(({ group, kind, verdict }) => `${kind} ${group ?? '-'} ${verdict}`);
    expect(rows('save_document')).toEqual([
      'person - depends',
      'person support never',
      'machine - never',
      'machine support never',
    ]);
    expect(rows('get_order')).toEqual([
      'person - always',
      'person support always',
      'machine - never',
      'machine support never',
    ]);
    expect(toolOf(report, 'save_document').access.policies).toContain('welcome-stays');
    expect(toolOf(report, 'get_order').access.policies).not.toContain('welcome-stays');
  });

  test('the secret of the exchange rates is shared, and called so (H2)', () => {
    expect(toolOf(report, 'exchange_rate').secrets).toEqual([
      { name: 'rates_key', place: '<RatesKey>', kind: 'shared' },
    ]);
    expect(weakOf(report, 'exchange_rate')).toContain('shared-secret');
  });

  test('rights of a function’s own are called weak, and those Lambda alone can use are not (D1)', () => {
    const changed = desk.reportWith((template) => {
      const policy = resourceOf(template, 'AWS::IAM::Policy', 'GatewayGetOrderFunctionRole');
      Object.assign(policy.Properties, {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:x' }] },
      });
    });
    expect(weakOf(report, 'get_order')).not.toContain('function-role');
    expect(weakOf(changed, 'get_order')).toContain('function-role');
  });

  test('services that act for the caller are shown, and the parameter of them that is gone is called weak (B9)', () => {
    const named = (document: typeof report) => {
      const { downstreams } = toolOf(document, 'customer_profile');
      return Array.isArray(downstreams) ? downstreams.map(({ name, subject }) => `${name} ${subject}`) : [];
    };
    const changed = desk.reportWith((template) => {
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type === 'AWS::SSM::Parameter' && String(Properties.Name).endsWith('/downstreams'))
          Properties.Name = '/elsewhere';
      }
    });
    expect(named(report)).toEqual(['profiles assertion']);
    expect(named(changed)).toEqual([]);
    expect(weakOf(report, 'customer_profile')).not.toContain('delegation-torn');
    expect(weakOf(changed, 'customer_profile')).toContain('delegation-torn');
  });

  test('the gateway’s own functions show their rights too', () => {
    const allowed = report.gateways.flatMap(({ ownRoles }) =>
      ownRoles.flatMap(({ statements }) => allowedIn(statements)),
    );
    expect(allowed).toEqual(expect.arrayContaining(['sts:AssumeRole', 'lambda:InvokeFunction']));
  });

  test('nothing is left unplaced', () => {
    expect(report.unplaced).toEqual([]);
  });

  test('the same template gives the same report, so that two can be compared', () => {
    expect(JSON.stringify(readReport(desk.folder))).toBe(JSON.stringify(report));
  });
});

test('a gateway whose contracts are not in the assembly is named, not passed over', () => {
  const stacks = stacksOf({
    Resources: {
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: { Environment: { Variables: { CALLER_ROLE_PREFIX: 'arn:x' } } },
      },
    },
  });
  expect(makeReport(stacks)).toMatchObject({ gateways: [], unplaced: [{ place: 'Fn' }] });
});
