import { visit } from 'jsonc-parser';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON that two readers could understand differently, or that was made to break one. */
export class UnclearJson extends Error {
  readonly rule: string;

  constructor(rule: string) {
    super(rule);
    this.name = 'UnclearJson';
    this.rule = rule;
  }
}

/**
 * Parses JSON that has one meaning only (A3): no duplicate keys, no prototype keys, no lone surrogates, no numbers that
 * JavaScript cannot hold, bounded depth.
 *
 * `JSON.parse` decides what JSON is (RFC 8259); the visitor sees what it hides.
 *
 * @throws SyntaxError when the text is not JSON; UnclearJson when it breaks a rule.
 */
export function parseStrictJson(text: string, { maxDepth }: { readonly maxDepth: number }): unknown {
  const value: unknown = JSON.parse(text);
  checkRules(text, maxDepth);
  return value;
}

function checkRules(text: string, maxDepth: number): void {
  const open: Set<string>[] = [];
  const enter = () => {
    if (open.push(new Set()) > maxDepth) throw new UnclearJson(`nested deeper than ${maxDepth}`);
  };
  const leave = () => {
    open.pop();
  };
  visit(
    text,
    {
      onObjectBegin: enter,
      onObjectEnd: leave,
      onArrayBegin: enter,
      onArrayEnd: leave,
      onObjectProperty: (key) => checkKey(key, open.at(-1)),
      onLiteralValue: checkLiteral,
      onError: () => {
        throw new UnclearJson('not plain JSON');
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
}

function checkKey(key: string, siblings: Set<string> | undefined): void {
  if (!key.isWellFormed()) throw new UnclearJson('half a character in a key');
  if (FORBIDDEN_KEYS.has(key)) throw new UnclearJson('a key that names a prototype');
  if (siblings?.has(key)) throw new UnclearJson('a key twice in one object');
  siblings?.add(key);
}

function checkLiteral(value: unknown): void {
  if (typeof value === 'string' && !value.isWellFormed()) throw new UnclearJson('half a character in a text');
  if (typeof value === 'number' && !isExact(value)) throw new UnclearJson('a number too large to be exact');
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
