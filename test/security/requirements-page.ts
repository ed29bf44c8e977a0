import type { Requirement, RequirementState } from './requirement.ts';

const HEAD = `# Requirements

What the project must do, what it can show for it today, and the tests that show it. Each test names the requirement it
serves; \`npm run test:mutation\` takes every control out of the code and expects these tests to turn red.

Sources: G is OWASP's *A Practical Guide for Secure MCP Server Development* and GMB its Minimum Bar; AISVS the OWASP AI
Security Verification Standard, TOP the OWASP MCP Top 10, ASI the OWASP Top 10 for Agentic Applications, LLM the one for
large language models; SPEC the Model Context Protocol; CoSAI and NSA their MCP security papers.

Made by \`node test/security/write-requirements.ts\`; a test fails when it is out of date.
`;

/** Draws the list as a page for people. */
export function requirementsPage(
  requirements: readonly Requirement[],
  cited: ReadonlyMap<string, readonly string[]>,
): string {
  const proven = requirements.filter(({ state }) => state.proven).length;
  const rows = requirements.map(({ id, statement, source, state }) =>
    [id, statement, source, describeState(state), testsOf(id, cited)].join(' | '),
  );
  return [
    HEAD,
    `${proven} of ${requirements.length} requirements are proven.`,
    '',
    '| Id | Statement | Source | State | Tests |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

function describeState(state: RequirementState): string {
  if (!state.proven) return `unproven: ${state.reason}`;
  return state.through ? `**proven** through ${state.through.join(' and ')}` : '**proven**';
}

function testsOf(id: string, cited: ReadonlyMap<string, readonly string[]>): string {
  return (cited.get(id) ?? []).map((file) => `[${shortName(file)}](../${file})`).join(', ');
}

function shortName(file: string): string {
  return file.replace(/^test\//, '').replace(/\.test\.ts$/, '');
}
