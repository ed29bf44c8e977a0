/** Scopes as they stand in tokens and challenges: prefix and short name. */
export function fullScopes(prefix: string, scopes: readonly string[]): readonly string[] {
  return scopes.map((scope) => `${prefix}${scope}`);
}

/** The short names of those scopes in a token that belong to this gateway. */
export function shortScopes(prefix: string, tokenScopes: readonly string[]): readonly string[] {
  return tokenScopes.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length));
}
