import { describe, expect, test } from 'vitest';
import { settleNetwork } from '../../../infra/network/settle-network.ts';
import { ToolNetwork } from '../../../infra/network/tool-network.ts';
import type { NetworkNeed } from '../../../shared/tool-network.ts';

const settle = (network: NetworkNeed, given?: ToolNetwork) => settleNetwork('Desk/Look', { network }, given).plan;
const RATES = ToolNetwork.hosts(['rates.example.com']);

describe('a tool without a network in its wiring', () => {
  test('gets what its contract says where that costs nothing (H4)', () => {
    expect(settle('none')).toEqual({ kind: 'none' });
    expect(settle('aws')).toEqual({ kind: 'aws', services: [] });
  });

  test('gets no NAT gateway unasked: it is told what to write and what it costs (H4)', () => {
    expect(() => settle(['rates.example.com'])).toThrow(
      'Desk/Look: its contract names hosts, so it needs network: ToolNetwork.hosts(["rates.example.com"]), about $37 a month',
    );
  });
});

describe('what the contract says and what is wired', () => {
  test.each<[NetworkNeed, ToolNetwork]>([
    ['none', ToolNetwork.none()],
    ['aws', ToolNetwork.awsOnly()],
    ['aws', ToolNetwork.awsOnly({ services: ['secretsmanager'] })],
    [['rates.example.com'], RATES],
    [['b.example.com', 'a.example.com'], ToolNetwork.hosts(['a.example.com', 'b.example.com'], { services: ['kms'] })],
  ])('are the same for %j (E7)', (need, given) => {
    expect(settle(need, given)).toBe(given.plan);
  });

  test.each<[string, NetworkNeed, ToolNetwork]>([
    ['nothing said, hosts wired', 'none', RATES],
    ['nothing said, AWS wired', 'none', ToolNetwork.awsOnly()],
    ['AWS said, hosts wired', 'aws', RATES],
    ['AWS said, nothing wired', 'aws', ToolNetwork.none()],
    ['hosts said, AWS wired', ['rates.example.com'], ToolNetwork.awsOnly()],
    ['hosts said, nothing wired', ['rates.example.com'], ToolNetwork.none()],
    ['a host more wired', ['rates.example.com'], ToolNetwork.hosts(['rates.example.com', 'paste.example.net'])],
    ['a host more said', ['rates.example.com', 'paste.example.net'], RATES],
    ['another host wired', ['rates.example.com'], ToolNetwork.hosts(['paste.example.net'])],
  ])('differ and fail: %s (E7)', (_, need, given) => {
    expect(() => settle(need, given)).toThrow('change one of them');
  });

  test.each<[NetworkNeed]>([['none'], ['aws'], [['rates.example.com']]])(
    'may be left apart for %j by the name that says so',
    (need) => {
      const open = ToolNetwork.dangerouslyOpen('a crawler');
      expect(settle(need, open)).toBe(open.plan);
    },
  );
});
