/** Requests a second in the long run, and how many may come at once. */
export interface ThrottleLimits {
  readonly rate: number;
  readonly burst: number;
}

/**
 * A token bucket, API Gateway's form of throttling.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class TokenBucket {
  private readonly limits: ThrottleLimits;
  private readonly now: () => number;
  private tokens: number;
  private filledAt: number;

  /** @param now milliseconds of a clock. */
  constructor(limits: ThrottleLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
    this.tokens = limits.burst;
    this.filledAt = now();
  }

  /** Takes a token; false when there is none. */
  take(): boolean {
    const { rate, burst } = this.limits;
    const now = this.now();
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * rate);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
