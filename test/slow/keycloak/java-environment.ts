/** For one short run: a small heap, and no time spent on code that would pay off in hours. */
const JAVA_OPTIONS = { JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m', JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1' };

/** Environment of Keycloak's process: what Java needs, and nothing else of ours. */
export function javaEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, JAVA_HOME } = process.env;
  return {
    ...JAVA_OPTIONS,
    ...Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR, JAVA_HOME }).filter(([, value]) => value)),
  };
}
