import type { EnvironmentLimits } from './environment-limits.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionSettings } from './function-settings.ts';
import { LambdaRefusal } from './lambda-host.ts';

/** An environment that is the holder's alone until it is given back. */
export interface Lease {
  readonly environment: ExecutionEnvironment;
  giveBack(state: 'free' | 'ended'): void;
}

/** Which function, for which tenant. Environments are never shared between two kinds. */
export interface Wanted {
  readonly settings: FunctionSettings;
  readonly tenantId: string | undefined;
}

export interface EnvironmentPoolInput {
  readonly start: (wanted: Wanted) => Promise<ExecutionEnvironment>;
  readonly limits: EnvironmentLimits;
  readonly now: () => number;
}

interface Place {
  readonly kind: string;
  readonly functionName: string;
  readonly startedAt: number;
  busy: boolean;
  idleSince: number;
  environment?: ExecutionEnvironment;
}

interface Waiting {
  readonly wanted: Wanted;
  readonly proceed: (place: Place) => void;
  readonly refuse: (error: Error) => void;
}

/** Keeps processes warm, starts more only while all of a kind are busy, and stays below its limits. */
export class EnvironmentPool {
  readonly #input: EnvironmentPoolInput;
  readonly #places = new Set<Place>();
  readonly #leaving = new Map<ExecutionEnvironment, Promise<void>>();
  readonly #starting = new Set<Promise<void>>();
  readonly #queue: Waiting[] = [];
  readonly #sweep: NodeJS.Timeout;
  #closed = false;

  constructor(input: EnvironmentPoolInput) {
    this.#input = input;
    this.#sweep = setInterval(() => this.#retireIdle(), input.limits.sweepMs).unref();
  }

  /** @throws LambdaRefusal `TooManyRequestsException` when no place became free in time. */
  async lease(wanted: Wanted): Promise<Lease> {
    if (this.#closed) throw hostClosed();
    const place = this.#takePlace(wanted) ?? (await this.#waitForPlace(wanted));
    const environment = place.environment ?? (await this.#fill(place, wanted));
    return { environment, giveBack: (state) => this.#giveBack(place, state) };
  }

  /** Ends every process; the synchronous part has already sent the signals. */
  async close({ force }: { readonly force: boolean }): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    for (const { refuse } of this.#queue.splice(0)) refuse(hostClosed());
    for (const place of this.#places) this.#retire(place, { force });
    await Promise.all(this.#starting);
    await Promise.all(this.#leaving.values());
  }

  #takePlace(wanted: Wanted): Place | undefined {
    const kind = kindOf(wanted);
    const warm = this.#warmPlace(kind);
    if (!this.#mayRun(wanted.settings)) return undefined;
    if (warm !== undefined) {
      warm.busy = true;
      return warm;
    }
    return this.#hasRoom(kind) ? this.#newPlace(kind, wanted) : undefined;
  }

  #warmPlace(kind: string): Place | undefined {
    for (const place of this.#places) {
      if (place.kind !== kind || place.busy) continue;
      if (this.#input.now() - place.startedAt < this.#input.limits.maxAgeMs) return place;
      this.#retire(place, { force: false });
    }
    return undefined;
  }

  #mayRun({ functionName, reservedConcurrency }: FunctionSettings): boolean {
    if (reservedConcurrency === undefined) return true;
    const running = [...this.#places].filter((place) => place.busy && place.functionName === functionName);
    return running.length < reservedConcurrency;
  }

  #hasRoom(kind: string): boolean {
    const { perTenant, total } = this.#input.limits;
    if (this.#ofKind(kind).length >= perTenant) return false;
    if (this.#places.size < total) return true;
    const longestIdle = [...this.#places].filter(({ busy }) => !busy).sort((a, b) => a.idleSince - b.idleSince)[0];
    if (longestIdle !== undefined) this.#retire(longestIdle, { force: false });
    return longestIdle !== undefined;
  }

  #newPlace(kind: string, { settings }: Wanted): Place {
    const now = this.#input.now();
    const place: Place = { kind, functionName: settings.functionName, startedAt: now, busy: true, idleSince: now };
    this.#places.add(place);
    return place;
  }

  async #fill(place: Place, wanted: Wanted): Promise<ExecutionEnvironment> {
    const started = Promise.withResolvers<void>();
    this.#starting.add(started.promise);
    try {
      const environment = await this.#input.start(wanted);
      place.environment = environment;
      void environment.ended.then(() => this.#forget(place));
      if (this.#closed) this.#retire(place, { force: true });
      return environment;
    } catch (error) {
      this.#forget(place);
      throw error;
    } finally {
      this.#starting.delete(started.promise);
      started.resolve();
    }
  }

  async #waitForPlace(wanted: Wanted): Promise<Place> {
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const waiting = { wanted, proceed: resolve, refuse: reject };
    this.#queue.push(waiting);
    const timer = setTimeout(() => {
      this.#queue.splice(this.#queue.indexOf(waiting), 1);
      waiting.refuse(new LambdaRefusal('TooManyRequestsException', 429, 'Rate Exceeded.'));
    }, this.#input.limits.queueMs);
    return promise.finally(() => clearTimeout(timer));
  }

  #serveQueue(): void {
    for (const waiting of [...this.#queue]) {
      const place = this.#takePlace(waiting.wanted);
      if (place === undefined) continue;
      this.#queue.splice(this.#queue.indexOf(waiting), 1);
      waiting.proceed(place);
    }
  }

  #giveBack(place: Place, state: 'free' | 'ended'): void {
    place.busy = false;
    place.idleSince = this.#input.now();
    if (state === 'ended') this.#places.delete(place);
    if (!this.#closed) this.#serveQueue();
  }

  #forget(place: Place): void {
    this.#places.delete(place);
    if (!this.#closed) this.#serveQueue();
  }

  #retireIdle(): void {
    const { idleExtraMs, idleMs } = this.#input.limits;
    for (const place of this.#places) {
      if (place.busy) continue;
      const idle = this.#input.now() - place.idleSince;
      if (idle >= (this.#ofKind(place.kind).length > 1 ? idleExtraMs : idleMs)) this.#retire(place, { force: false });
    }
  }

  #retire(place: Place, how: { readonly force: boolean }): void {
    this.#places.delete(place);
    const { environment } = place;
    if (environment === undefined) return;
    this.#leaving.set(
      environment,
      environment.stop(how).finally(() => this.#leaving.delete(environment)),
    );
  }

  #ofKind(kind: string): readonly Place[] {
    return [...this.#places].filter((place) => place.kind === kind);
  }
}

function hostClosed(): Error {
  return new Error('the Lambda host is closed');
}

function kindOf({ settings, tenantId }: Wanted): string {
  return JSON.stringify([settings.functionName, tenantId ?? null]);
}
