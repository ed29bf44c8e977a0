import { expect, test } from 'vitest';
import { loadCedar } from '../../../infra/policy/load-cedar.ts';
import { parsePolicies } from '../../../infra/report/parse-policies.ts';
import { whoMayCall } from '../../../infra/report/who-may-call.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';

const OPEN = { ...describeTool(saveDocument), callers: 'people-and-machines' } as const;

function access(policies: Record<string, string> | undefined, tool: Parameters<typeof whoMayCall>[0] = OPEN) {
  return whoMayCall(tool, {
    policies: policies && parsePolicies({ schema: {}, policies }, loadCedar()),
    cedar: loadCedar,
    groups: ['support'],
    scopePrefix: 'https://desk/mcp/',
  });
}

function verdicts(policies: Record<string, string> | undefined, tool = OPEN) {
  return access(policies, tool).rows.map(({ kind, group, verdict }) => `${group ?? kind} ${verdict}`);
}

const ALL = 'permit (principal, action, resource);';

test.each<[string, Record<string, string> | undefined, readonly string[]]>([
  [
    'no policies: the scope alone decides',
    undefined,
    ['person always', 'support always', 'machine always', 'support always'],
  ],
  [
    'no policy permits',
    { other: 'permit (principal, action == Sallyport::Action::"x", resource);' },
    ['person never', 'support never', 'machine never', 'support never'],
  ],
  [
    'a kind of caller',
    { people: 'permit (principal, action, resource) when { principal.kind == "person" };' },
    ['person always', 'support always', 'machine never', 'support never'],
  ],
  [
    'a group is shut out',
    { all: ALL, s: 'forbid (principal in Sallyport::Group::"support", action, resource);' },
    ['person always', 'support never', 'machine always', 'support never'],
  ],
  [
    'an argument decides',
    { all: ALL, w: 'forbid (principal, action, resource) when { context.input.name == "welcome.txt" };' },
    ['person depends', 'support depends', 'machine depends', 'support depends'],
  ],
  [
    'the client decides',
    { c: 'permit (principal, action, resource) when { context.client == Sallyport::Client::"cli" };' },
    ['person depends', 'support depends', 'machine depends', 'support depends'],
  ],
  [
    'one caller is shut out by name',
    { all: ALL, bob: 'forbid (principal == Sallyport::Caller::"somebody", action, resource);' },
    ['person depends', 'support depends', 'machine depends', 'support depends'],
  ],
  [
    'one caller is let in by name',
    { bob: 'permit (principal == Sallyport::Caller::"bob", action, resource);' },
    ['person depends', 'support depends', 'machine depends', 'support depends'],
  ],
  [
    'a policy that cannot be evaluated',
    { all: ALL, odd: 'permit (principal, action, resource) when { resource.nothing == 1 };' },
    ['person never', 'support never', 'machine never', 'support never'],
  ],
])('%s (C1, C2)', (_, policies, rows) => {
  expect(verdicts(policies)).toEqual(rows);
});

test('machines never call what is for people only, whatever the policies say (C2)', () => {
  const rows = access({ all: ALL }, describeTool(saveDocument)).rows.filter(({ kind }) => kind === 'machine');
  expect(rows.map(({ verdict }) => verdict)).toEqual(['never', 'never']);
});

test('each tool names the policies that may have a say, and not those of other tools', () => {
  const policies = {
    all: ALL,
    other: 'forbid (principal, action == Sallyport::Action::"get_order", resource);',
    bob: 'permit (principal == Sallyport::Caller::"bob", action, resource);',
    group: 'forbid (principal in Sallyport::Group::"never-heard-of", action, resource);',
    reads: 'forbid (principal, action, resource) when { resource.effect == "read" };',
  };
  expect(access(policies).policies).toEqual(['all', 'bob', 'group']);
});

test('the scope stands there as in a token', () => {
  expect(access(undefined).scope).toBe('https://desk/mcp/documents.write');
});

test('a policy that Cedar cannot read ends the report: it would say less than the truth', () => {
  expect(() => access({ all: 'this is no policy' })).toThrow(/cannot be parsed/);
});
