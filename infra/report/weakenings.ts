import type { ContractFile } from '../../shared/contract-document.ts';
import { hostsOf } from '../../shared/tool-network.ts';
import { hasRightsOfItsOwn } from './function-rights.ts';
import { networkWeakenings } from './network-weakenings.ts';
import type { ReportGateway, ReportStatement, ReportTool, Weakening } from './report-document.ts';
import type { ReportStacks } from './report-stack.ts';
import { weakStatements } from './weak-statements.ts';

/** Everything that is less strict than the toolkit's own defaults, or than a careful reader would expect. */
export function findWeakenings(
  gateway: Omit<ReportGateway, 'weakenings'>,
  contracts: ContractFile,
  stacks: ReportStacks,
): readonly Weakening[] {
  return [
    ...gatewayWeakenings(gateway, contracts),
    ...dangerousWords(stacks),
    ...gateway.tools.flatMap((tool) => toolWeakenings(tool, contracts).map((found) => ({ ...found, tool: tool.name }))),
  ];
}

function gatewayWeakenings(
  { settings, baselineScopes, policies }: Omit<ReportGateway, 'weakenings'>,
  { tools, listing }: ContractFile,
): readonly Weakening[] {
  const opened = tools.filter(({ effect, scope }) => effect !== 'read' && baselineScopes.includes(scope));
  return [
    ...weak(!policies, 'no-policies', 'No policies: whoever has the scope may call with any arguments.'),
    ...weak(
      settings.AUDIENCE_RULE === 'client-and-scope',
      'audience-client-and-scope',
      'Tokens name no audience: they are bound to this endpoint by client and scope alone (RS3).',
    ),
    ...weak(
      settings.REGISTRATION === 'on',
      'registration-on',
      'Clients may register themselves, so anybody can ask people to sign in to a client of theirs (RFC 7591).',
    ),
    ...weak(
      opened.length > 0,
      'first-challenge-writes',
      `The first sign-in already asks for scopes that open tools which write: ${opened.map(({ name }) => name).join(', ')} (C6).`,
    ),
    ...weak(
      listing === 'permitted',
      'listing-permitted',
      'tools/list names tools for which the token has no scope yet, so that a client can ask for it (C3).',
    ),
    ...weak(
      given(settings.MACHINE_CLIENTS),
      'machine-clients',
      `Machines may call without a person: ${settings.MACHINE_CLIENTS} (B13).`,
    ),
    ...weak(
      given(settings.ALLOWED_ORIGINS),
      'browser-origins',
      `Pages of these origins may call from a browser: ${settings.ALLOWED_ORIGINS} (A5).`,
    ),
    ...weak(
      given(settings.CLIENT_DOCUMENT_HOSTS),
      'client-documents',
      `Clients that publish who they are on these hosts are admitted at run time: ${settings.CLIENT_DOCUMENT_HOSTS}.`,
    ),
    ...weak(
      Number(settings.MAX_TOKEN_LIFE_SECONDS) > 300,
      'long-tokens',
      `Access tokens may live ${settings.MAX_TOKEN_LIFE_SECONDS} seconds (B6).`,
    ),
  ];
}

/** Whatever is named so anywhere in the templates, by a property or in metadata. */
function dangerousWords(stacks: ReportStacks): readonly Weakening[] {
  return stacks.resources.flatMap(({ name, properties, metadata }) => {
    const words = JSON.stringify([properties, metadata]).match(/dangerously\w*/gi) ?? [];
    return [...new Set(words)].map((word) => ({ id: 'dangerously', words: `${word} is set at ${name}.` }));
  });
}

function toolWeakenings(tool: ReportTool, { tools }: ContractFile): readonly Weakening[] {
  const { role, functionRole, narrowing, network, secrets, downstreams } = tool;
  const contract = tools.find(({ name }) => name === tool.name);
  const strayHosts = network.named.filter((host) => !hostsOf(network.need).includes(host));
  return [
    ...weak(!role, 'no-role', 'The template has no caller role for it: every call fails.'),
    ...weak(
      Boolean(role && !role.boundary),
      'no-boundary',
      'Its role has no boundary, so lent sessions cannot be ended (B7).',
    ),
    ...(role?.elsewhere ?? []).map((policy) => ({
      id: 'policy-elsewhere',
      words: `Its role has a policy whose text is not in the template: ${policy}.`,
    })),
    ...weakStatements(role?.statements ?? []),
    ...weak(
      !narrowing && (role?.statements ?? []).some(allows),
      'not-narrowed',
      'Each loan holds the whole role: it is not narrowed to the arguments of its call (B9).',
    ),
    ...weak(
      Boolean(contract?.narrowed) !== Boolean(narrowing),
      'narrowing-torn',
      'Contract and template disagree on whether loans are narrowed.',
    ),
    ...weak(
      Boolean(contract?.delegated) !== (!Array.isArray(downstreams) || downstreams.length > 0),
      'delegation-torn',
      'Contract and template disagree on whether loans hold tokens for services outside.',
    ),
    ...weak(
      functionRole !== undefined && hasRightsOfItsOwn(functionRole),
      'function-role',
      'Its function has rights of its own besides writing its log, without any loan (D1).',
    ),
    ...networkWeakenings(network),
    ...weak(
      strayHosts.length > 0,
      'host-not-in-contract',
      `Variables name hosts that its contract does not: ${strayHosts.join(', ')}.`,
    ),
    ...weak(
      secrets.some(({ kind }) => kind === 'shared'),
      'shared-secret',
      'All callers share a secret: the service behind it cannot tell them apart (H2).',
    ),
    ...weak(
      secrets.some(({ kind }) => kind === 'by statement alone'),
      'untold-secret',
      'Statements reach secrets that the tool was not given by addSecret (H2).',
    ),
    ...(Array.isArray(downstreams) ? downstreams : [])
      .filter(({ subject }) => subject === 'caller-token')
      .map(({ name, issuer }) => ({
        id: 'caller-token-shown',
        words: `For ${name}, the caller's own token is shown to ${issuer} (B8).`,
      })),
    ...weak(
      !Array.isArray(downstreams),
      'downstreams-unread',
      'Its services outside have a form this report cannot read.',
    ),
  ];
}

function allows(statement: ReportStatement): boolean {
  return statement.read === 'raw' || statement.effect === 'Allow';
}

function given(list: string | undefined): boolean {
  return list !== undefined && list !== '';
}

function weak(is: boolean, id: string, words: string): readonly Weakening[] {
  return is ? [{ id, words }] : [];
}
